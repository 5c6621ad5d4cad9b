package dev.jclip.grounding.rosbridge;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of one connection's messages together, up to a length. The next part is requested
 * when a message has been dealt with, so that a server that sends faster than that has to wait.
 */
final class Incoming implements WebSocket.Listener {
  /** What is told, by a thread of the connection. */
  interface Hearer {
    /** A whole message; the next part must be requested when it has been dealt with. */
    void text(WebSocket socket, String text);

    /** The server is there. */
    void sign(WebSocket socket);

    /** The connection is of no more use. */
    void lost(WebSocket socket, String reason);
  }

  private final int maxChars;
  private final Hearer hearer;
  private StringBuilder text = new StringBuilder();

  Incoming(int maxChars, Hearer hearer) {
    this.maxChars = maxChars;
    this.hearer = hearer;
  }

  @Override
  public void onOpen(WebSocket socket) {
    // The first part is requested by whoever has kept the socket.
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    hearer.sign(socket);
    if (part.length() > maxChars - text.length()) {
      text = new StringBuilder();
      hearer.lost(
          socket,
          "the server sent a message of more than %d characters; raise maxMessageChars or ask for"
                  .formatted(maxChars)
              + " smaller images");
      return null;
    }
    text.append(part);
    if (!last) {
      socket.request(1);
      return null;
    }
    String whole = text.toString();
    text = new StringBuilder();
    hearer.text(socket, whole);
    return null;
  }

  /** Binary messages are asked for by no subscription. */
  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
    hearer.lost(
        socket,
        "the server sent a binary message, expected text: compression cbor is not understood and was"
            + " not asked for");
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    hearer.sign(socket);
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    hearer.sign(socket);
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    hearer.lost(socket, "the server closed the connection (%d %s)".formatted(status, reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    hearer.lost(socket, "the connection broke: " + error.getMessage());
  }
}

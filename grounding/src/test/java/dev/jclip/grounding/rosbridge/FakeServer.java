package dev.jclip.grounding.rosbridge;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A WebSocket server (RFC 6455) whose lines can be cut. */
final class FakeServer implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FINAL = 0x80;

  private final ServerSocket server;
  private final BiConsumer<Line, String> receiver;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger pings = new AtomicInteger();
  private volatile boolean answersPings = true;

  FakeServer(BiConsumer<Line, String> receiver) {
    this.receiver = receiver;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  int accepted() {
    return accepted.get();
  }

  int pings() {
    return pings.get();
  }

  void answersNoPings() {
    answersPings = false;
  }

  void cutAll() {
    lines.forEach(Line::cut);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      socket.getOutputStream().write(handshake(in).getBytes(StandardCharsets.US_ASCII));
      var line = new Line(socket);
      lines.add(line);
      accepted.incrementAndGet();
      try {
        line.read(in);
      } finally {
        lines.remove(line);
      }
    } catch (IOException e) {
      // The line was cut.
    }
  }

  private static String handshake(DataInputStream in) throws IOException {
    String key = "";
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = header.substring(header.indexOf(':') + 1).strip();
      }
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + Base64.getEncoder().encodeToString(hash)
          + "\r\n\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  /** A connection of one client. */
  final class Line {
    private final Socket socket;
    private final OutputStream out;

    Line(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
    }

    private void read(DataInputStream in) throws IOException {
      var parts = new ArrayList<byte[]>();
      while (true) {
        int first = in.readUnsignedByte();
        byte[] payload = payload(in);
        switch (first & 0x0f) {
          case TEXT, CONTINUATION -> {
            parts.add(payload);
            if ((first & FINAL) != 0) {
              String text = new String(joined(parts), StandardCharsets.UTF_8);
              parts.clear();
              receiver.accept(this, text);
            }
          }
          case PING -> {
            pings.incrementAndGet();
            if (answersPings) {
              frame(FINAL | PONG, payload);
            }
          }
          case CLOSE -> {
            frame(FINAL | CLOSE, payload);
            return;
          }
          default -> {
            // Pongs, and what no client sends.
          }
        }
      }
    }

    private static byte[] joined(List<byte[]> parts) {
      var all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
      parts.forEach(all::put);
      return all.array();
    }

    private static byte[] payload(DataInputStream in) throws IOException {
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return payload;
    }

    private synchronized void frame(int first, byte[] payload) {
      ByteBuffer head = ByteBuffer.allocate(10).put((byte) first);
      if (payload.length < 126) {
        head.put((byte) payload.length);
      } else if (payload.length < 1 << 16) {
        head.put((byte) 126).putShort((short) payload.length);
      } else {
        head.put((byte) 127).putLong(payload.length);
      }
      try {
        if (!socket.isClosed()) {
          out.write(head.array(), 0, head.position());
          out.write(payload);
        }
      } catch (IOException e) {
        cut();
      }
    }

    void send(String text) {
      frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A message in several frames. */
    void sendInParts(String text, int chars) {
      for (int from = 0; from < text.length(); from += chars) {
        int to = Math.min(text.length(), from + chars);
        int first = (from == 0 ? TEXT : CONTINUATION) | (to == text.length() ? FINAL : 0);
        frame(first, text.substring(from, to).getBytes(StandardCharsets.UTF_8));
      }
    }

    void sendBinary(byte[] bytes) {
      frame(FINAL | BINARY, bytes);
    }

    /** Without a word of farewell. */
    void cut() {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It was cut before.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}

package dev.jclip.grounding.rosbridge;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The line to a server: connects, and connects again with longer and longer pauses; sends one
 * message after the other; says when the line was cut. All methods are for the loop, except {@link
 * #close}.
 */
final class Connection implements Incoming.Hearer {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MAX_DEPTH = 64;
  private static final int MAX_SILENT_HEARTBEATS = 3;

  /** What is told, by the loop. */
  interface Events {
    void opened();

    void received(JsonNode message);

    void cut(String reason);
  }

  private final RosbridgeOptions options;
  private final Loop loop;
  private final Events events;
  private final JsonMapper json;
  private final Fragments fragments;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  // Of the loop alone.
  private final Queue<String> outgoing = new ArrayDeque<>();
  private @Nullable WebSocket socket;
  private boolean sending;
  private long waitingChars;
  private int failures;
  private boolean closed;

  /** Heartbeats since the server last gave a sign of life. */
  private final AtomicInteger silentHeartbeats = new AtomicInteger();

  Connection(RosbridgeOptions options, Loop loop, Events events) {
    this.options = options;
    this.loop = loop;
    this.events = events;
    json =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxStringLength(options.maxMessageChars())
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();
    fragments = new Fragments(options.maxMessageChars());
    http =
        HttpClient.newBuilder().executor(threads).connectTimeout(options.connectTimeout()).build();
  }

  /** Begins; goes on until it is closed. */
  void start() {
    connect();
    loop.every(options.heartbeat(), this::beat);
  }

  boolean isOpen() {
    return socket != null;
  }

  /** Sends a message after those before it; does nothing without a line. */
  void send(JsonNode message) {
    WebSocket current = socket;
    if (current == null) {
      return;
    }
    String text = json.writeValueAsString(message);
    if (waitingChars + text.length() > options.maxMessageChars()) {
      loop.run(
          () ->
              cut(
                  current,
                  "the server does not read: %d characters wait to be sent"
                      .formatted(waitingChars)));
      return;
    }
    outgoing.add(text);
    waitingChars += text.length();
    sendNext(current);
  }

  private void sendNext(WebSocket current) {
    if (sending || outgoing.isEmpty()) {
      return;
    }
    String text = outgoing.remove();
    waitingChars -= text.length();
    sending = true;
    var _ =
        current
            .sendText(text, true)
            .whenComplete((_, failure) -> loop.run(() -> sent(current, failure)));
  }

  private void sent(WebSocket current, @Nullable Throwable failure) {
    if (!current.equals(socket)) {
      return;
    }
    sending = false;
    if (failure != null) {
      cut(current, "sending failed: " + failure.getMessage());
    } else {
      sendNext(current);
    }
  }

  private void connect() {
    var _ =
        http.newWebSocketBuilder()
            .connectTimeout(options.connectTimeout())
            .buildAsync(options.uri(), new Incoming(options.maxMessageChars(), this))
            .whenComplete(
                (made, failure) -> {
                  if (!loop.run(() -> connected(made, failure)) && made != null) {
                    made.abort();
                  }
                });
  }

  private void connected(@Nullable WebSocket made, @Nullable Throwable failure) {
    if (made == null) {
      LOG.debug("{}: no connection", options.uri(), failure);
      retry();
    } else if (closed) {
      made.abort();
    } else {
      socket = made;
      silentHeartbeats.set(0);
      events.opened();
      made.request(1);
    }
  }

  private void retry() {
    if (!closed) {
      loop.after(pause(), this::connect);
      failures++;
    }
  }

  /** Twice as long after each try that failed. */
  private Duration pause() {
    Duration pause = options.firstRetry().multipliedBy(1L << Math.min(failures, 20));
    return pause.compareTo(options.longestRetry()) < 0 ? pause : options.longestRetry();
  }

  private void beat() {
    WebSocket current = socket;
    if (current == null) {
      return;
    }
    if (silentHeartbeats.incrementAndGet() > MAX_SILENT_HEARTBEATS) {
      cut(
          current,
          "the server was silent for %d heartbeats of %d ms"
              .formatted(MAX_SILENT_HEARTBEATS, options.heartbeat().toMillis()));
    } else {
      var _ =
          current
              .sendPing(ByteBuffer.allocate(0))
              .whenComplete((_, failure) -> pinged(current, failure));
    }
  }

  /** A ping may still be under way; but one that cannot be written shows that the line is dead. */
  private void pinged(WebSocket current, @Nullable Throwable failure) {
    if (failure instanceof IOException) {
      lost(current, "a ping failed: " + failure.getMessage());
    }
  }

  @Override
  public void sign(WebSocket from) {
    silentHeartbeats.set(0);
  }

  @Override
  public void text(WebSocket from, String text) {
    loop.run(
        () -> {
          if (from.equals(socket)) {
            failures = 0;
            parsed(text).flatMap(this::whole).ifPresent(events::received);
            from.request(1);
          }
        });
  }

  /** The message itself, or the one whose last fragment it is. */
  private Optional<JsonNode> whole(JsonNode message) {
    switch (message.path("op").asString("")) {
      case "fragment" -> {
        try {
          return fragments.add(message).flatMap(this::parsed);
        } catch (IllegalArgumentException e) {
          LOG.warn("{}: {}; it is ignored", options.uri(), e.getMessage());
          return Optional.empty();
        }
      }
      case "png" -> {
        LOG.warn(
            "{}: a message compressed as png is ignored; compression was not asked for",
            options.uri());
        return Optional.empty();
      }
      default -> {
        return Optional.of(message);
      }
    }
  }

  private Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(json.readTree(text));
    } catch (JacksonException e) {
      LOG.warn(
          "{}: expected a JSON message, found: {}; it is ignored",
          options.uri(),
          e.getOriginalMessage());
      return Optional.empty();
    }
  }

  @Override
  public void lost(WebSocket from, String reason) {
    loop.run(() -> cut(from, reason));
  }

  private void cut(WebSocket from, String reason) {
    from.abort();
    if (!from.equals(socket)) {
      return;
    }
    LOG.warn("{}: {}; connecting again", options.uri(), reason);
    forget();
    events.cut(reason);
    retry();
  }

  private void forget() {
    socket = null;
    sending = false;
    outgoing.clear();
    waitingChars = 0;
    fragments.clear();
  }

  /** Ends the line, by the loop. */
  void end() {
    closed = true;
    WebSocket current = socket;
    forget();
    if (current != null) {
      var _ =
          current
              .sendClose(WebSocket.NORMAL_CLOSURE, "")
              .orTimeout(1, TimeUnit.SECONDS)
              .whenComplete((_, _) -> current.abort());
    }
  }

  /** Ends all threads, after {@link #end}. */
  void close() {
    http.shutdown();
    try {
      if (!http.awaitTermination(Duration.ofSeconds(2))) {
        http.shutdownNow();
      }
    } catch (InterruptedException e) {
      http.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}

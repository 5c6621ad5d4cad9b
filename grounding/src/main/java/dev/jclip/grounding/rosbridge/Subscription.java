package dev.jclip.grounding.rosbridge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The latest messages of a topic, over any number of connections. The queue is bounded: the oldest
 * message gives way to the newest. Safe for use by many threads; each message is given to one of
 * them.
 */
public final class Subscription implements AutoCloseable {
  private final TopicRequest request;
  private final LinkedBlockingDeque<JsonNode> messages;
  private final Runnable end;

  Subscription(TopicRequest request, Runnable end) {
    this.request = request;
    this.end = end;
    messages = new LinkedBlockingDeque<>(Math.max(1, request.queueLength()));
  }

  TopicRequest request() {
    return request;
  }

  /** Called by the loop alone. */
  void offer(JsonNode message) {
    while (!messages.offerLast(message)) {
      messages.pollFirst();
    }
  }

  /**
   * The next message; none if the time is over, or the thread is interrupted, which it still is
   * afterwards.
   */
  public Optional<JsonNode> next(Duration timeout) {
    try {
      return Optional.ofNullable(messages.pollFirst(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Ends the subscription. */
  @Override
  public void close() {
    end.run();
  }
}

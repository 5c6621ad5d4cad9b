package dev.jclip.grounding.rosbridge;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Publishes on a topic. Without a connection the newest messages wait for one; the oldest give way.
 * A message that is on its way when the connection is cut may be lost. Safe for use by many
 * threads.
 */
public final class Publisher implements AutoCloseable {
  private final Consumer<JsonNode> publish;
  private final Runnable end;

  Publisher(Consumer<JsonNode> publish, Runnable end) {
    this.publish = publish;
    this.end = end;
  }

  /** Publishes a message, which must not be changed afterwards. */
  public void publish(JsonNode message) {
    publish.accept(message);
  }

  /** Ends the advertisement. */
  @Override
  public void close() {
    end.run();
  }
}

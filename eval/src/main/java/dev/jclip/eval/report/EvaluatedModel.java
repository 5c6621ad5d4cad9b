package dev.jclip.eval.report;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.catalog.Architectures;
import dev.jclip.embed.ImageTextModel;
import java.util.Map;

/**
 * A model that was opened to be evaluated.
 *
 * @param architecture its name in tables
 * @param encoder the model
 * @param closing frees what the model holds
 */
public record EvaluatedModel(String architecture, ImageTextModel encoder, Runnable closing)
    implements AutoCloseable {
  /** The name of an architecture that is none of the known ones. */
  private static final String CUSTOM = "custom";

  /** A model whose architecture is looked up among the known ones. */
  public static EvaluatedModel of(ClipConfig config, ImageTextModel encoder, Runnable closing) {
    String architecture =
        Architectures.load().all().entrySet().stream()
            .filter(known -> known.getValue().equals(config))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(CUSTOM);
    return new EvaluatedModel(architecture, encoder, closing);
  }

  @Override
  public void close() {
    closing.run();
  }
}

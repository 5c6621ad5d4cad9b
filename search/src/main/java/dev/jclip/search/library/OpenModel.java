package dev.jclip.search.library;

import dev.jclip.embed.ImageTextModel;
import dev.jclip.search.update.ModelEmbedder;

/**
 * A model that was opened for a library.
 *
 * @param name what it is called, so that it can be opened again
 * @param encoder the model
 * @param closing frees what the model holds; run once, when nobody uses the model any more
 */
public record OpenModel(String name, ImageTextModel encoder, Runnable closing)
    implements AutoCloseable {
  /** The same model as it embeds the images of an index. */
  public ModelEmbedder embedder() {
    return new ModelEmbedder(encoder, name);
  }

  @Override
  public void close() {
    closing.run();
  }
}

package dev.jclip.search.library;

import dev.jclip.search.IndexModel;

/** Opens the models that a program's indexes need. Implementations are safe for many threads. */
public interface ModelSource {
  /**
   * Opens a model for an index.
   *
   * @param wanted the model whose vectors the index holds
   * @return that model, or another one whose vectors lie in the same space, such as another
   *     precision of it; the library closes it
   * @throws dev.jclip.error.ClipException if it cannot be opened
   */
  OpenModel open(IndexModel wanted);
}

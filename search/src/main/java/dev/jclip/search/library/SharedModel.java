package dev.jclip.search.library;

import dev.jclip.search.IndexModel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The model of an index, opened when it is first needed: images that are known need none. */
final class SharedModel extends Counted {
  private final String index;
  private final IndexModel wanted;
  private final ModelSource source;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable OpenModel model;

  /**
   * Describes a model that is not open yet.
   *
   * @param index what messages call the index
   */
  SharedModel(String index, IndexModel wanted, ModelSource source) {
    this.index = index;
    this.wanted = wanted;
    this.source = source;
  }

  /** Whether another index's vectors lie in the same space, so that this model serves it too. */
  boolean serves(IndexModel other) {
    return wanted.fingerprint().equals(other.fingerprint());
  }

  /**
   * The model; threads that ask while it is being opened wait.
   *
   * @throws dev.jclip.search.OtherModelException if the source's vectors lie in another space
   */
  OpenModel get() {
    opening.lock();
    try {
      if (model == null) {
        model = opened();
      }
      return model;
    } finally {
      opening.unlock();
    }
  }

  private OpenModel opened() {
    OpenModel opened = source.open(wanted);
    try {
      wanted.requireSame(opened.embedder().model(), index);
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  void free() {
    if (model != null) {
      model.close();
    }
  }
}

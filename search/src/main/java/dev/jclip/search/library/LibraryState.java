package dev.jclip.search.library;

import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.query.PictureSearch;

/** One commit of a library's index, with the model for it, and what was measured on it. */
final class LibraryState extends Counted {
  final IndexSnapshot snapshot;
  final PictureSearch search;
  final SharedModel model;

  /** Takes over a snapshot and one use of a model. */
  LibraryState(IndexSnapshot snapshot, SharedModel model) {
    this.snapshot = snapshot;
    this.model = model;
    search = new PictureSearch(snapshot);
  }

  @Override
  void free() {
    try {
      snapshot.close();
    } finally {
      model.release();
    }
  }
}

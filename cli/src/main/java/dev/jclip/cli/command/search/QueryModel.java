package dev.jclip.cli.command.search;

import dev.jclip.Clip;
import dev.jclip.cli.ModelOptions;
import dev.jclip.cli.OutputOptions;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.build.ModelEmbedder;
import dev.jclip.search.query.QueryVector;
import java.nio.file.Path;

/** The model of an index, which turns queries into vectors. */
final class QueryModel implements AutoCloseable {
  private final Clip clip;

  private QueryModel(Clip clip) {
    this.clip = clip;
  }

  /**
   * Loads the index's model, or the one of the option.
   *
   * @throws dev.jclip.error.IndexException if the option's is not the index's
   */
  static QueryModel load(
      IndexSnapshot snapshot, Path index, ModelOptions model, OutputOptions output) {
    String name = model.nameOr(snapshot.model().name());
    Clip clip = model.load(name, output);
    try {
      snapshot.model().requireSame(new ModelEmbedder(clip, name).model(), index.toString());
      return new QueryModel(clip);
    } catch (RuntimeException e) {
      clip.close();
      throw e;
    }
  }

  /**
   * The vector of a picture's file, or of a text.
   *
   * @throws dev.jclip.error.ClipException if it looks like a picture's path and there is none
   */
  QueryVector vector(String concept) {
    return PictureName.of(concept)
        .map(this::picture)
        .orElseGet(() -> new QueryVector(clip.encodeText(concept), QueryVector.Kind.TEXT));
  }

  /** The vector of a picture's file. */
  QueryVector picture(Path file) {
    return new QueryVector(clip.encodeImage(file), QueryVector.Kind.PICTURE);
  }

  @Override
  public void close() {
    clip.close();
  }
}

package dev.jclip.search.query;

import dev.jclip.embed.ImageTextModel;
import dev.jclip.search.expression.Expression;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns what {@link QueryParser} has read into vectors. Safe for many threads, as the model is.
 *
 * @param model stays the caller's
 */
public record QueryEncoder(ImageTextModel model) {
  /**
   * The vector of an image's file, or of a text, whichever the concept names.
   *
   * @throws dev.jclip.error.ClipException if it looks like an image's path and there is none
   */
  public QueryVector concept(String concept) {
    return PictureName.of(concept).map(this::picture).orElseGet(() -> text(concept));
  }

  /** The vector of a text, whatever it looks like. */
  public QueryVector text(String text) {
    return new QueryVector(model.encodeText(text), QueryVector.Kind.TEXT);
  }

  /**
   * The vector of an image's file.
   *
   * @throws dev.jclip.error.ImageException if it cannot be read
   */
  public QueryVector picture(Path file) {
    return new QueryVector(model.encodeImage(model.decode(file)), QueryVector.Kind.PICTURE);
  }

  /**
   * A sum as the only concept of a request.
   *
   * @throws IllegalArgumentException if the terms add up to nothing
   * @throws dev.jclip.error.ClipException as {@link #concept}
   */
  public Expression<QueryVector> sum(List<WeightedTerm> terms) {
    return new Expression.Atom<>(WeightedTerm.sum(terms, this::concept));
  }

  /**
   * An expression over vectors in place of texts and images.
   *
   * @throws dev.jclip.error.ClipException as {@link #concept}
   */
  public Expression<QueryVector> expression(Expression<String> concepts) {
    return concepts.map(this::concept);
  }
}

package dev.jclip.search.query;

import dev.jclip.search.expression.Concepts;
import dev.jclip.search.expression.Expression;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads what somebody asks for, in one argument or several. An argument that names an image's file
 * is one concept, whatever its name holds. No model is needed for it.
 */
public final class QueryParser {
  private QueryParser() {}

  /**
   * Reads a weighted sum of texts and images, such as {@code red shoe - heel + 0.5*photo.jpg}; a
   * single text or image is a sum of one term.
   *
   * @throws IllegalArgumentException as {@link WeightedTerm#parse}
   */
  public static List<WeightedTerm> sum(List<String> arguments) {
    return WeightedTerm.parse(arguments, PictureName::isOfPicture);
  }

  /**
   * Reads texts and images that are joined by {@code and}, {@code or} and {@code not}.
   *
   * @throws IllegalArgumentException as {@link Concepts#parse}
   */
  public static Expression<String> expression(List<String> arguments) {
    return Concepts.parse(
        arguments.stream()
            .map(argument -> PictureName.isOfPicture(argument) ? '"' + argument + '"' : argument)
            .collect(Collectors.joining(" ")));
  }
}

package dev.jclip.model.owl;

import dev.jclip.detect.Box;
import dev.jclip.detect.ExampleChoice;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The cell of an example image that stands for the object in it (scenic's and transformers'
 * image-guided detection).
 *
 * @param cells of the example
 * @param boxes of the cells
 */
public record ExampleQuery(ObjectCells cells, List<Box> boxes) {
  /** Boxes fit a place whose overlap is at least this part of the best one's. */
  private static final double NEARLY_BEST = 0.8;

  /** Copies the boxes. */
  public ExampleQuery {
    boxes = List.copyOf(boxes);
  }

  /**
   * The vector of the cell that stands for an object.
   *
   * @param place of the object, in the units of the boxes
   * @throws IllegalArgumentException if the choice needs what the model does not say
   */
  public float[] vector(Box place, ExampleChoice choice) {
    return cells.embeddings()[cell(place, choice)].clone();
  }

  int cell(Box place, ExampleChoice choice) {
    double[] overlaps = overlaps(place);
    double best = IntStream.range(0, overlaps.length).mapToDouble(i -> overlaps[i]).max().orElse(0);
    double minimum = Math.min(best, NEARLY_BEST * best); // a negative one gets larger otherwise
    IntToDoubleFunction rank =
        switch (choice) {
          case LEAST_COMMON -> likenessToAll();
          case MOST_OBJECT_LIKE -> unlikelihood();
        };
    return IntStream.range(0, overlaps.length)
        .filter(i -> overlaps[i] >= minimum)
        .boxed()
        .min((a, b) -> Double.compare(rank.applyAsDouble(a), rank.applyAsDouble(b)))
        .orElseThrow();
  }

  /** Intersections over unions; where no box meets the place, in their generalised form. */
  private double[] overlaps(Box place) {
    double[] plain = boxes.stream().mapToDouble(place::intersectionOverUnion).toArray();
    return IntStream.range(0, plain.length).anyMatch(i -> plain[i] > 0)
        ? plain
        : boxes.stream().mapToDouble(box -> generalized(place, box)).toArray();
  }

  /** Which also says how far boxes that do not meet are from one another (arXiv 1902.09630). */
  private static double generalized(Box a, Box b) {
    double union = a.area() + b.area() - a.intersection(b);
    double width = Math.max(a.right(), b.right()) - Math.min(a.left(), b.left());
    double height = Math.max(a.bottom(), b.bottom()) - Math.min(a.top(), b.top());
    double hull = width * height;
    return a.intersectionOverUnion(b) - (hull - union) / hull;
  }

  private IntToDoubleFunction likenessToAll() {
    double[] mean = new double[cells.embeddings()[0].length];
    for (float[] vector : cells.embeddings()) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += vector[i] / (double) cells.count();
      }
    }
    return cell -> {
      double sum = 0;
      for (int i = 0; i < mean.length; i++) {
        sum += mean[i] * cells.embeddings()[cell][i];
      }
      return sum;
    };
  }

  private IntToDoubleFunction unlikelihood() {
    float[] logits =
        cells
            .objectness()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "choice: expected LEAST_COMMON for OWL-ViT, which does not say whether a detection is an object, found MOST_OBJECT_LIKE"));
    return cell -> -logits[cell];
  }
}

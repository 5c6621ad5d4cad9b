package dev.jclip.grounding.resolve;

import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.resolve.Resolution.Fit;
import dev.jclip.grounding.view.Sighting;
import dev.jclip.grounding.view.View;
import java.util.List;

/** How probably each of some objects comes before each other one in an order. */
final class Orders {
  private final Geometry geometry;
  private final Attributes attributes;
  private final View view;

  Orders(Geometry geometry, Attributes attributes, View view) {
    this.geometry = geometry;
    this.attributes = attributes;
    this.view = view;
  }

  /** Row by row the probabilities that an object comes before the others. */
  double[][] before(Measure measure, List<Fit> fits) {
    return switch (measure) {
      case CENTRAL -> central(fits);
      case BRIGHTEST -> brightest(fits, 1);
      case DARKEST -> brightest(fits, -1);
      default -> pairs(fits, (i, j) -> geometry.before(measure, object(fits, i), object(fits, j)));
    };
  }

  /** By the expected distance from objects that fit a description. */
  double[][] byDistance(boolean nearest, List<Fit> fits, List<Fit> from) {
    double[] distances = new double[fits.size()];
    for (int i = 0; i < distances.length; i++) {
      double weights = 1e-9;
      for (Fit reference : from) {
        if (reference.object().id() != object(fits, i).id()) {
          weights += reference.probability();
          distances[i] +=
              reference.probability() * geometry.distance(object(fits, i), reference.object());
        }
      }
      distances[i] /= weights;
    }
    double sign = nearest ? 1 : -1;
    return pairs(fits, (i, j) -> Geometry.soft(sign * (distances[j] - distances[i]), 0.08));
  }

  /** The middle one has as many to its left as to its right. */
  private double[][] central(List<Fit> fits) {
    double[] uneven = new double[fits.size()];
    for (int i = 0; i < uneven.length; i++) {
      double more = 0;
      for (int j = 0; j < uneven.length; j++) {
        double left = geometry.before(Measure.LEFTMOST, object(fits, j), object(fits, i));
        more += i == j ? 0 : fits.get(j).probability() * (2 * left - 1);
      }
      uneven[i] = Math.abs(more);
    }
    return pairs(fits, (i, j) -> Geometry.soft(uneven[j] - uneven[i], 0.25));
  }

  private double[][] brightest(List<Fit> fits, int sign) {
    double[] bright =
        fits.stream().mapToDouble(fit -> attributes.brightness(fit.object(), view)).toArray();
    return pairs(fits, (i, j) -> Geometry.soft(sign * (bright[i] - bright[j]), 0.3));
  }

  private static Sighting object(List<Fit> fits, int at) {
    return fits.get(at).object();
  }

  private interface Pair {
    double before(int i, int j);
  }

  private static double[][] pairs(List<Fit> fits, Pair pair) {
    double[][] before = new double[fits.size()][fits.size()];
    for (int i = 0; i < before.length; i++) {
      for (int j = 0; j < before.length; j++) {
        before[i][j] = i == j ? 0 : pair.before(i, j);
      }
    }
    return before;
  }
}

package dev.jclip.moderation.learn;

import dev.jclip.error.DataException;
import dev.jclip.moderation.score.LearnedHead;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Learns a category from reviewed images: a logistic regression on the image's embedding and on the
 * evidence of the category's sentences, which is the better guide the fewer images there are. The
 * stronger the penalty, the more the evidence decides. The penalty is the one with the lowest
 * cross-entropy on held-out folds; from the same folds comes the scale that makes the logits
 * probabilities (Platt, Probabilistic outputs for support vector machines, 1999). What is said of
 * the quality comes from other folds, which neither of the two has seen. The same images in the
 * same order always give the same numbers.
 */
public final class Learner {
  /** The least number of images of either label. */
  public static final int LEAST = 8;

  private static final int FOLDS = 5;
  private static final double[] PENALTIES = {30, 10, 3, 1, 0.3, 0.1, 0.03};

  /** For a scale and an offset alone, which need no penalty but an end. */
  private static final double NEARLY_NO_PENALTY = 1e-6;

  private final OptionalDouble prevalence;

  /**
   * Learns for images of which a share belongs to the category.
   *
   * @param prevalence the share in (0, 1); where there is none, that of the reviewed images
   */
  public Learner(OptionalDouble prevalence) {
    prevalence.ifPresent(
        share -> {
          if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                "prevalence: expected a share above 0 and below 1, found " + share);
          }
        });
    this.prevalence = prevalence;
  }

  /**
   * Learns from images and measures what was learned.
   *
   * @throws DataException if there are too few images of either label
   */
  public Learned learn(ReviewedImages reviewed) {
    if (reviewed.positive() < LEAST || reviewed.negative() < LEAST) {
      throw new DataException(
          "expected %d reviewed images or more that belong to the category, and as many that do not, found %d and %d"
              .formatted(LEAST, reviewed.positive(), reviewed.negative()));
    }
    int count = reviewed.images().size();
    double[] heldOut = new double[count];
    for (List<Integer> fold : reviewed.folds(FOLDS)) {
      Regression regression = chosen(reviewed.at(reviewed.outside(fold)));
      for (int place : fold) {
        heldOut[place] = 1 / (1 + Math.exp(-regression.logit(reviewed.images().get(place))));
      }
    }
    boolean[] belongs = new boolean[count];
    double[] before = new double[count];
    for (int i = 0; i < count; i++) {
      belongs[i] = reviewed.images().get(i).belongs();
      before[i] = reviewed.images().get(i).probability();
    }
    return new Learned(
        head(chosen(reviewed), reviewed),
        Quality.of(before, belongs),
        Quality.of(heldOut, belongs));
  }

  private LearnedHead head(Regression regression, ReviewedImages reviewed) {
    double among = (double) reviewed.positive() / reviewed.images().size();
    double share = prevalence.orElse(among);
    return regression.head(Math.log(share / (1 - share)) - Math.log(among / (1 - among)));
  }

  /** The regression with the best penalty, scaled so that its logits are those of probabilities. */
  private static Regression chosen(ReviewedImages images) {
    List<List<Integer>> folds = images.folds(FOLDS);
    double[][] logits = new double[PENALTIES.length][images.images().size()];
    for (List<Integer> fold : folds) {
      List<Regression> path = path(images.at(images.outside(fold)));
      for (int p = 0; p < PENALTIES.length; p++) {
        for (int place : fold) {
          logits[p][place] = path.get(p).logit(images.images().get(place));
        }
      }
    }
    double lowest = Double.POSITIVE_INFINITY;
    int best = 0;
    Scale scale = new Scale(1, 0);
    for (int p = 0; p < PENALTIES.length; p++) {
      Scale candidate = Scale.of(logits[p], images);
      double loss = candidate.loss(logits[p], images);
      if (loss < lowest) {
        lowest = loss;
        best = p;
        scale = candidate;
      }
    }
    return path(images).get(best).scaled(scale);
  }

  /** A regression for each penalty; each fit begins where the one before ended. */
  private static List<Regression> path(ReviewedImages images) {
    Standard standard = Standard.of(images);
    double[][] rows = images.images().stream().map(standard::row).toArray(double[][]::new);
    double[] targets = images.targets();
    double[] point = new double[rows[0].length + 1];
    var path = new ArrayList<Regression>();
    for (double penalty : PENALTIES) {
      point = LogisticFit.fit(rows, targets, penalty, point);
      path.add(new Regression(standard, point, new Scale(1, 0)));
    }
    return path;
  }

  /** What makes logits those of probabilities. */
  private record Scale(double factor, double offset) {
    /** Platt's targets, which keep few images from being taken for certainty. */
    static Scale of(double[] logits, ReviewedImages images) {
      double[] targets = smoothed(images);
      double[][] rows = new double[logits.length][1];
      for (int i = 0; i < logits.length; i++) {
        rows[i][0] = logits[i];
      }
      double[] point = LogisticFit.fit(rows, targets, NEARLY_NO_PENALTY, new double[] {1, 0});
      return new Scale(point[0], point[1]);
    }

    private static double[] smoothed(ReviewedImages images) {
      double positive = (images.positive() + 1.0) / (images.positive() + 2);
      double negative = 1.0 / (images.negative() + 2);
      return images.images().stream()
          .mapToDouble(image -> image.belongs() ? positive : negative)
          .toArray();
    }

    double apply(double logit) {
      return factor * logit + offset;
    }

    double loss(double[] logits, ReviewedImages images) {
      double sum = 0;
      for (int i = 0; i < logits.length; i++) {
        double logit = apply(logits[i]);
        sum += LogisticFit.softplus(images.images().get(i).belongs() ? -logit : logit);
      }
      return sum;
    }
  }

  /** Features about zero and of comparable size. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Standard(
      double[] mean, double spread, double evidenceMean, double evidenceSpread) {
    private static final double SMALLEST = 1e-9;

    static Standard of(ReviewedImages images) {
      int width = images.images().getFirst().embedding().length;
      int count = images.images().size();
      double[] mean = new double[width];
      double evidence = 0;
      for (ReviewedImages.Image image : images.images()) {
        evidence += image.evidence() / count;
        for (int d = 0; d < width; d++) {
          mean[d] += image.embedding()[d] / (double) count;
        }
      }
      double squares = 0;
      double evidenceSquares = 0;
      for (ReviewedImages.Image image : images.images()) {
        evidenceSquares += Math.pow(image.evidence() - evidence, 2) / count;
        for (int d = 0; d < width; d++) {
          squares += Math.pow(image.embedding()[d] - mean[d], 2) / count;
        }
      }
      return new Standard(
          mean,
          Math.max(SMALLEST, Math.sqrt(squares)),
          evidence,
          Math.max(SMALLEST, Math.sqrt(evidenceSquares)));
    }

    double[] row(ReviewedImages.Image image) {
      double[] row = new double[mean.length + 1];
      for (int d = 0; d < mean.length; d++) {
        row[d] = (image.embedding()[d] - mean[d]) / spread;
      }
      row[mean.length] = (image.evidence() - evidenceMean) / evidenceSpread;
      return row;
    }
  }

  /** A fitted regression. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Regression(Standard standard, double[] point, Scale scale) {
    Regression scaled(Scale other) {
      return new Regression(standard, point, other);
    }

    double logit(ReviewedImages.Image image) {
      return scale.apply(LogisticFit.logit(standard.row(image), point));
    }

    /** The same numbers for features as they are. */
    LearnedHead head(double shift) {
      int width = standard.mean().length;
      float[] weights = new float[width];
      double evidenceWeight = scale.factor() * point[width] / standard.evidenceSpread();
      double bias =
          scale.apply(point[width + 1]) + shift - evidenceWeight * standard.evidenceMean();
      for (int d = 0; d < width; d++) {
        weights[d] = (float) (scale.factor() * point[d] / standard.spread());
        bias -= weights[d] * standard.mean()[d];
      }
      return new LearnedHead(weights, evidenceWeight, bias);
    }
  }
}

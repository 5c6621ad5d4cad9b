package dev.jclip.eval.metric.caption;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * CIDEr and CIDEr-D (Vedantam, Zitnick and Parikh, CIDEr: Consensus-based Image Description
 * Evaluation, arXiv 1411.5726, equations 1 to 4): the mean cosine between a caption and its
 * references, as vectors of runs of 1 to 4 words, each weighted by how rare it is among the images
 * of the set. Words are not stemmed. Scores are ten times the mean cosine. Immutable.
 *
 * <p>The weights come from the references of the whole set, so a score belongs to the set that it
 * was computed in.
 */
final class Cider {
  /** Of the Gaussian by which CIDEr-D punishes a difference in length, in words. */
  private static final double SIGMA = 6;

  private final List<CaptionPair> pairs;

  /** For each length of run, from 1 on: in how many images' references a run occurs. */
  private final List<Map<List<String>, Integer>> documents;

  /** How two weighted counts of runs are compared. */
  private interface Similarity {
    double of(Vector candidate, Vector reference);
  }

  /** The weighted runs of one length in a caption, and the norm of their vector. */
  private record Vector(Map<List<String>, Double> weights, double norm) {}

  Cider(List<CaptionPair> pairs) {
    this.pairs = pairs;
    this.documents =
        IntStream.rangeClosed(1, NGrams.LONGEST).mapToObj(n -> documents(pairs, n)).toList();
  }

  private static Map<List<String>, Integer> documents(List<CaptionPair> pairs, int n) {
    var documents = new HashMap<List<String>, Integer>();
    for (CaptionPair pair : pairs) {
      Set<List<String>> runs = new HashSet<>();
      pair.references().forEach(reference -> runs.addAll(NGrams.count(reference, n).keySet()));
      runs.forEach(run -> documents.merge(run, 1, Integer::sum));
    }
    return documents;
  }

  /** CIDEr of each image. */
  double[] plain() {
    return pairs.stream().mapToDouble(pair -> score(pair, Cider::dot)).toArray();
  }

  /** CIDEr-D of each image: counts above the reference's do not help, nor does another length. */
  double[] clipped() {
    return pairs.stream().mapToDouble(this::clippedScore).toArray();
  }

  private double clippedScore(CaptionPair pair) {
    double sum = 0;
    for (List<String> reference : pair.references()) {
      // Lengths are counted in runs of two words, as COCO's evaluation code counts them.
      double difference =
          Math.max(0, pair.candidate().size() - 1) - Math.max(0, reference.size() - 1);
      sum +=
          Math.exp(-difference * difference / (2 * SIGMA * SIGMA))
              * cosines(pair.candidate(), reference, Cider::clippedDot);
    }
    return 10 * sum / pair.references().size();
  }

  private double score(CaptionPair pair, Similarity similarity) {
    double sum = 0;
    for (List<String> reference : pair.references()) {
      sum += cosines(pair.candidate(), reference, similarity);
    }
    return 10 * sum / pair.references().size();
  }

  /** The mean over the lengths of runs. */
  private double cosines(List<String> candidate, List<String> reference, Similarity similarity) {
    double sum = 0;
    for (int n = 1; n <= NGrams.LONGEST; n++) {
      Vector a = vector(candidate, n);
      Vector b = vector(reference, n);
      if (a.norm() > 0 && b.norm() > 0) {
        sum += similarity.of(a, b) / (a.norm() * b.norm());
      }
    }
    return sum / NGrams.LONGEST;
  }

  private Vector vector(List<String> words, int n) {
    Map<List<String>, Integer> images = documents.get(n - 1);
    var weights = new HashMap<List<String>, Double>();
    double squares = 0;
    for (Map.Entry<List<String>, Integer> run : NGrams.count(words, n).entrySet()) {
      double rarity = Math.log(pairs.size()) - Math.log(images.getOrDefault(run.getKey(), 1));
      double weight = run.getValue() * rarity;
      weights.put(run.getKey(), weight);
      squares += weight * weight;
    }
    return new Vector(weights, Math.sqrt(squares));
  }

  private static double dot(Vector a, Vector b) {
    double sum = 0;
    for (Map.Entry<List<String>, Double> run : a.weights().entrySet()) {
      sum += run.getValue() * b.weights().getOrDefault(run.getKey(), 0.0);
    }
    return sum;
  }

  private static double clippedDot(Vector a, Vector b) {
    double sum = 0;
    for (Map.Entry<List<String>, Double> run : a.weights().entrySet()) {
      double other = b.weights().getOrDefault(run.getKey(), 0.0);
      sum += Math.min(run.getValue(), other) * other;
    }
    return sum;
  }
}

package dev.jclip.detect;

import dev.jclip.detect.DetectionOptions.Answers;
import dev.jclip.detect.DetectionOptions.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Boxes of an image that a detector has compared with queries.
 *
 * @param labels of the queries
 * @param boxes in pixels of the image
 * @param scores in 0..1, of each box for each query
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScoredBoxes(List<String> labels, List<Box> boxes, double[][] scores) {
  /** Added to the best score, as transformers does it, so that nothing is divided by 0. */
  private static final double SMALLEST_SCORE = 1e-6;

  /** Up to which part of the best score another one counts as none. */
  private static final double FAINT = 0.1;

  private static final Comparator<Detection> BEST_FIRST =
      Comparator.comparingDouble(detection -> -detection.score());

  /** Copies the labels and the boxes. */
  public ScoredBoxes {
    labels = List.copyOf(labels);
    boxes = List.copyOf(boxes);
  }

  /** The detections, the best first; of equal ones in the order of queries and boxes. */
  public List<Detection> detections(DetectionOptions options) {
    int[] best = Stream.of(scores).mapToInt(ScoredBoxes::best).toArray();
    return IntStream.range(0, labels.size())
        .mapToObj(query -> ofQuery(query, answering(query, options.answers(), best), options))
        .flatMap(List::stream)
        .sorted(BEST_FIRST)
        .limit(options.limit())
        .toList();
  }

  /** Which boxes may answer a query. */
  private static IntPredicate answering(int query, Answers answers, int[] best) {
    return switch (answers) {
      case EACH_QUERY -> _ -> true;
      case BEST_QUERY -> box -> best[box] == query;
    };
  }

  private List<Detection> ofQuery(int query, IntPredicate answering, DetectionOptions options) {
    List<Detection> found =
        IntStream.range(0, boxes.size())
            .filter(answering)
            .filter(box -> scores[box][query] >= options.threshold())
            .mapToObj(
                box -> new Detection(query, labels.get(query), scores[box][query], boxes.get(box)))
            .sorted(BEST_FIRST)
            .toList();
    List<Detection> apart = options.overlap() < 1 ? apart(found, options.overlap()) : found;
    return options.scores() == Scores.RELATIVE_TO_BEST ? relative(apart) : apart;
  }

  private static int best(double[] scores) {
    int best = 0;
    for (int query = 1; query < scores.length; query++) {
      if (scores[query] > scores[best]) {
        best = query;
      }
    }
    return best;
  }

  /** Without those that overlap a better one (greedy non-maximum suppression). */
  private static List<Detection> apart(List<Detection> bestFirst, double overlap) {
    var kept = new ArrayList<Detection>();
    for (Detection detection : bestFirst) {
      Box box = detection.box();
      if (kept.stream().noneMatch(better -> better.box().intersectionOverUnion(box) > overlap)) {
        kept.add(detection);
      }
    }
    return kept;
  }

  private static List<Detection> relative(List<Detection> bestFirst) {
    if (bestFirst.isEmpty()) {
      return bestFirst;
    }
    double best = bestFirst.getFirst().score() + SMALLEST_SCORE;
    Stream<Detection> scaled =
        bestFirst.stream()
            .map(
                found -> {
                  double share = (found.score() - FAINT * best) / ((1 - FAINT) * best);
                  return new Detection(
                      found.query(), found.label(), Math.clamp(share, 0.0, 1.0), found.box());
                });
    return scaled.filter(found -> found.score() > 0).toList();
  }
}

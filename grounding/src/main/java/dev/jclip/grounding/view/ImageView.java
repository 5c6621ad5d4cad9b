package dev.jclip.grounding.view;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One image, seen by a detector and judged by CLIP. Boxes that cover each other by more than half
 * are one object. What was asked once is kept. Not thread-safe.
 */
public final class ImageView implements View {
  private static final double SAME = 0.5;

  private final RgbImage image;
  private final Detector detector;
  private final AttributeJudge judge;
  private final List<String> nouns;
  private final List<Box> boxes = new ArrayList<>();
  private final Map<String, List<Sighting>> found = new HashMap<>();
  private final Map<Asked, double[]> compared = new HashMap<>();

  private record Asked(int id, List<String> phrases) {}

  /**
   * Looks at an image.
   *
   * @param nouns what the image is searched for when no noun is said: the things that may be there,
   *     or merely "object"
   */
  public ImageView(RgbImage image, Detector detector, AttributeJudge judge, List<String> nouns) {
    this.image = image;
    this.detector = detector;
    this.judge = judge;
    this.nouns = List.copyOf(nouns);
  }

  @Override
  public int width() {
    return image.width();
  }

  @Override
  public int height() {
    return image.height();
  }

  @Override
  public List<Sighting> find(String noun) {
    look(List.of(noun));
    return found.getOrDefault(noun, List.of());
  }

  @Override
  public List<Sighting> everything() {
    look(nouns);
    var best = new HashMap<Integer, Sighting>();
    for (String noun : nouns) {
      for (Sighting sighting : found.getOrDefault(noun, List.of())) {
        best.merge(sighting.id(), sighting, (a, b) -> b.score() > a.score() ? b : a);
      }
    }
    return best.values().stream().sorted(Comparator.comparingInt(Sighting::id)).toList();
  }

  @Override
  public double[] compare(Sighting object, List<String> phrases) {
    return compared
        .computeIfAbsent(
            new Asked(object.id(), phrases), asked -> judge.judge(image, object.box(), phrases))
        .clone();
  }

  /** The object at the same place, if there is one. */
  @Override
  public Optional<Sighting> again(Sighting earlier) {
    return find(earlier.noun()).stream()
        .filter(now -> now.box().intersectionOverUnion(earlier.box()) > SAME)
        .max(Comparator.comparingDouble(now -> now.box().intersectionOverUnion(earlier.box())));
  }

  private void look(List<String> wanted) {
    List<String> queries =
        wanted.stream().filter(noun -> !found.containsKey(noun)).distinct().toList();
    if (queries.isEmpty()) {
      return;
    }
    var sightings = new HashMap<String, Map<Integer, Sighting>>();
    for (Detection detection : detector.detect(image, queries)) {
      String noun = queries.get(detection.query());
      int id = id(detection.box());
      var sighting = new Sighting(id, noun, detection.score(), detection.box(), Optional.empty());
      sightings
          .computeIfAbsent(noun, first -> new HashMap<>())
          .merge(id, sighting, (a, b) -> b.score() > a.score() ? b : a);
    }
    for (String noun : queries) {
      found.put(
          noun,
          sightings.getOrDefault(noun, Map.of()).values().stream()
              .sorted(Comparator.comparingInt(Sighting::id))
              .toList());
    }
  }

  private int id(Box box) {
    int best = -1;
    double most = SAME;
    for (int i = 0; i < boxes.size(); i++) {
      double covered = boxes.get(i).intersectionOverUnion(box);
      if (covered > most) {
        most = covered;
        best = i;
      }
    }
    if (best < 0) {
      boxes.add(box);
      best = boxes.size() - 1;
    }
    return best;
  }
}

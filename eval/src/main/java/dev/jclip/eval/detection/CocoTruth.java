package dev.jclip.eval.detection;

import dev.jclip.error.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in the images of a data set, by a file in COCO's form: its lists {@code images}, {@code
 * categories} and {@code annotations}. Immutable.
 */
public final class CocoTruth {
  private final Path file;
  private final SortedMap<Long, String> images = new TreeMap<>();
  private final SortedMap<Long, String> categories = new TreeMap<>();
  private final Map<Long, Integer> places = new HashMap<>();
  private final Map<Long, List<TruthBox>> boxes = new HashMap<>();

  /** An annotation before it is known which categories there are. */
  private record Annotation(CocoEntry entry, Region region, double area, boolean crowd) {}

  private CocoTruth(Path file) {
    this.file = file;
  }

  /**
   * Reads the file. An annotation without {@code area} has that of its box, and one without {@code
   * iscrowd} is no crowd; masks are not read.
   *
   * @throws DataException if the file is none, names an image or category that it does not have,
   *     gives an id twice, or has a box or area that is not one
   */
  public static CocoTruth read(Path file) {
    var truth = new CocoTruth(file);
    var annotations = new ArrayList<Annotation>();
    var ids = new HashSet<Long>();
    CocoFile.readLists(
        file,
        Map.of(
            "images",
            image -> name(truth.images, image, "file_name"),
            "categories",
            category -> name(truth.categories, category, "name"),
            "annotations",
            entry -> annotations.add(annotation(entry, ids))));
    if (truth.images.isEmpty()) {
      throw new DataException(file + ": images: expected one or more, found none");
    }
    truth.categories.keySet().forEach(id -> truth.places.put(id, truth.places.size()));
    for (Annotation annotation : annotations) {
      truth
          .boxes
          .computeIfAbsent(truth.image(annotation.entry()), _ -> new ArrayList<>())
          .add(
              new TruthBox(
                  truth.category(annotation.entry()),
                  annotation.region(),
                  annotation.area(),
                  annotation.crowd()));
    }
    return truth;
  }

  private static void name(Map<Long, String> names, CocoEntry entry, String key) {
    long id = entry.id("id");
    String name = entry.has(key) ? entry.text(key) : Long.toString(id);
    if (names.putIfAbsent(id, name) != null) {
      throw entry.wrong("id", "another id in each object of the list");
    }
  }

  private static Annotation annotation(CocoEntry entry, Set<Long> ids) {
    if (!ids.add(entry.id("id"))) {
      throw entry.wrong("id", "another id in each annotation");
    }
    Region region = entry.region("bbox");
    double area = entry.has("area") ? entry.number("area") : region.area();
    return new Annotation(
        entry.keeping("image_id", "category_id"), region, area, entry.flag("iscrowd"));
  }

  /** The names of the categories, in the order of their ids. */
  public List<String> categories() {
    return List.copyOf(categories.values());
  }

  /**
   * Reads what was found in the images: a list of {@code image_id}, {@code category_id}, {@code
   * bbox} and {@code score}.
   *
   * @return all images in the order of their ids, those in which nothing was found too
   * @throws DataException if the file is none, or names an image or category that is not there, or
   *     has a box or score that is not one
   */
  public List<ImageBoxes> readDetections(Path results) {
    var found = new HashMap<Long, List<FoundBox>>();
    CocoFile.readList(
        results,
        entry ->
            found
                .computeIfAbsent(image(entry), _ -> new ArrayList<>())
                .add(new FoundBox(category(entry), entry.region("bbox"), entry.number("score"))));
    return images.entrySet().stream()
        .map(
            image ->
                new ImageBoxes(
                    image.getValue(),
                    boxes.getOrDefault(image.getKey(), List.of()),
                    found.getOrDefault(image.getKey(), List.of())))
        .toList();
  }

  private long image(CocoEntry entry) {
    long id = entry.id("image_id");
    if (!images.containsKey(id)) {
      throw entry.wrong(
          "image_id", "the id of one of the %d images of %s".formatted(images.size(), file));
    }
    return id;
  }

  private int category(CocoEntry entry) {
    @Nullable Integer place = places.get(entry.id("category_id"));
    if (place == null) {
      throw entry.wrong(
          "category_id", "the id of one of the %d categories of %s".formatted(places.size(), file));
    }
    return place;
  }
}

package dev.jclip.data.detection;

import dev.jclip.data.Entry;
import dev.jclip.data.pair.ExampleSource;
import dev.jclip.data.pair.ExampleStream;
import dev.jclip.data.pair.PairOrder;
import dev.jclip.data.pair.Permuted;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Images with named boxes; what is known of them is in memory, and images are read in turn. */
public final class DetectionSet implements ExampleSource<ImageObjects> {
  private final String name;
  private final List<Row> rows;
  private final Set<String> phrases;

  /**
   * An image.
   *
   * @param key its name in the data set
   */
  record Row(String key, ImageBytes image, ImageObjects objects) {}

  DetectionSet(String name, List<Row> rows) {
    this.name = name;
    this.rows = List.copyOf(rows);
    phrases = new LinkedHashSet<>();
    for (Row row : rows) {
      row.objects().objects().forEach(object -> phrases.addAll(object.phrases()));
    }
    if (phrases.isEmpty()) {
      throw new DataException(
          "%s: expected images with boxes, found %d images and not one box"
              .formatted(name, rows.size()));
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** How many images a pass has. */
  public long numImages() {
    return rows.size();
  }

  /** All phrases of all objects, in the order in which they come first. */
  public List<String> phrases() {
    return List.copyOf(phrases);
  }

  @Override
  public ExampleStream<ImageObjects> stream(PairOrder order) {
    return new Permuted<>(rows, order, this::entry);
  }

  private Entry<ImageObjects> entry(Row row) {
    try {
      return new Entry.Example<>(row.key(), row.image().read(), row.objects());
    } catch (IOException e) {
      return new Entry.Skipped<>(
          row.key(), "%s: %s: %s".formatted(name, row.key(), IoReason.of(e)));
    }
  }
}

package dev.jclip.data;

import dev.jclip.data.shard.ShardList;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.error.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens labelled data sets. The format of a data set is recognised from its files. */
public final class LabelledSets {
  private LabelledSets() {}

  /**
   * Opens CLIP_benchmark's WebDataset folders, folders with one subfolder a class, tables (CSV,
   * TSV, Parquet), and tar shards (a file, folder, glob or brace range) with a label in {@code
   * .cls} or {@code .json}. This method reads and checks all labels; the images are read by {@link
   * LabelledSet#examples} only.
   *
   * @throws DataException if the data set, the split, the column or the attribute does not exist;
   *     if there is no image, or there are fewer than two classes; if a class name is ambiguous; or
   *     if a label is not a class name and is not to be skipped
   */
  public static LabelledSet open(String location, LabelledOptions options) {
    Parts parts = recognise(location, options);
    LabelSurvey survey = LabelSurvey.of(location, parts.source());
    List<String> names =
        options.classNames() != null
            ? options.classNames()
            : parts.classNames().isEmpty()
                ? ClassIndex.namesOf(location, survey.counts().keySet())
                : parts.classNames();
    var classes = new ClassIndex(location, names, survey.counts().keySet());
    if (!options.skipUnnamed()) {
      survey.requireNamed(location, classes);
    }
    return new LabelledSet(
        DataNames.of(location, options.name()),
        classes.names(),
        parts.templates(),
        parts.multiLabel(),
        () -> parts.source().stream(true).map(entry -> resolve(entry, classes)));
  }

  /** Opens a file or folder; see {@link #open(String, LabelledOptions)}. */
  public static LabelledSet open(Path location, LabelledOptions options) {
    return open(location.toString(), options);
  }

  /**
   * The parts of a data set of any format.
   *
   * @param source the images and their labels
   * @param classNames the class names that the data set itself contains; empty if it has none
   * @param templates the prompt templates that the data set itself contains; empty if it has none
   * @param multiLabel whether an image may have any number of labels
   */
  record Parts(
      LabelSource source, List<String> classNames, List<String> templates, boolean multiLabel) {}

  /**
   * Reads a table's column, or an attribute in the JSON of shards, as the only label of each image.
   *
   * @throws DataException if there is no such column, or the data set is one folder for each class
   */
  static LabelSource column(String location, LabelledOptions options, String column) {
    LabelSource source =
        recognise(location, options.withLabel(column).withMultiLabel(false)).source();
    if (source instanceof FileLabels && Files.isDirectory(Path.of(location))) {
      throw new DataException(
          "%s: expected a table with a column %s, or shards with such an attribute, found one folder for each class"
              .formatted(location, column));
    }
    return source;
  }

  private static Parts recognise(String location, LabelledOptions options) {
    if (DataNames.exists(location)) {
      Path path = Path.of(location);
      if (Files.isDirectory(path)) {
        return LabelledFolders.open(path, options);
      }
      if (TableFile.isNamed(path)) {
        DataNames.requireNoSplit(location, options.split(), options.splitRequired());
        return table(path, options);
      }
    } else if (!ShardList.isPattern(location)) {
      throw new DataException(location + ": no such file or folder");
    }
    return shards(ShardList.expand(location), options);
  }

  static Parts shards(List<Path> shards, LabelledOptions options) {
    DataNames.requireNoSplit(
        shards.getFirst().toString(), options.split(), options.splitRequired());
    String label = options.label() == null ? ShardLabels.CLS : options.label();
    var source = new ShardLabels(shards, label, options.multiLabel());
    return new Parts(source, List.of(), List.of(), options.multiLabel());
  }

  private static Parts table(Path file, LabelledOptions options) {
    Table table = TableFile.open(file, null);
    var labels = TableLabels.of(table, options);
    return new Parts(labels, table.classNames(labels.label()), List.of(), options.multiLabel());
  }

  private static Entry<List<Integer>> resolve(Entry<List<Label>> entry, ClassIndex classes) {
    return switch (entry) {
      case Entry.Skipped<List<Label>> skipped ->
          new Entry.Skipped<>(skipped.key(), skipped.reason());
      case Entry.Example<List<Label>> example -> resolve(example, classes);
    };
  }

  private static Entry<List<Integer>> resolve(
      Entry.Example<List<Label>> example, ClassIndex classes) {
    List<Integer> indices = new ArrayList<>();
    for (Label label : example.annotation()) {
      if (classes.of(label).isEmpty()) {
        return new Entry.Skipped<>(
            example.key(),
            "%s: label \"%s\" is not among the class names".formatted(example.key(), label.text()));
      }
      indices.add(classes.of(label).getAsInt());
    }
    return new Entry.Example<>(
        example.key(), example.image(), indices.stream().distinct().sorted().toList());
  }
}

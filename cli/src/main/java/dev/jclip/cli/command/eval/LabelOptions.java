package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.data.LabelledOptions;
import dev.jclip.data.LabelledParts;
import dev.jclip.data.LabelledSet;
import dev.jclip.data.LabelledSets;
import dev.jclip.data.SplitRule;
import dev.jclip.data.prompt.PromptFiles;
import dev.jclip.eval.report.DatasetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where the labels of a data set are, and what its classes are called. */
@OptionSection("Labels")
final class LabelOptions {
  @Option(
      names = "--label",
      paramLabel = "NAME",
      description =
          "Table column or attribute of the shards' JSON that holds the label. Default: the column label, class or category; in shards, the cls file.")
  private @Nullable String label;

  @Option(
      names = {"--classnames", "--custom-classname-file", "--custom_classname_file"},
      paramLabel = "FILE",
      description =
          "File of class names: one name a line, or CLIP_benchmark's JSON. Default: the class names of the data set.")
  private @Nullable Path classNames;

  @Option(names = "--multilabel", description = "An image may have several labels.")
  private boolean multiLabel;

  @Option(
      names = "--skip-unnamed",
      description =
          "Skip images whose label is not among the class names. Default: such a label is an error.")
  private boolean skipUnnamed;

  @Option(
      names = {"--split-by", "--split_by"},
      paramLabel = "RULE",
      description =
          "How to cut data without splits into parts. random:SHARE draws this share of each class's images at random (--seed) for the part test; the others are the part train. hash:SHARE takes about this share for test, by a hash of each image's bytes. column:NAME reads the name of each image's part from a column.")
  private @Nullable String splitBy;

  /**
   * Opens a part of a data set.
   *
   * @param split the name of the part to read
   * @param required whether a data set without parts is an error; otherwise it is read whole
   * @param names the class names to use; {@code null} for those of the options or of the data set
   * @throws dev.jclip.error.DataException if the data set, or the part, cannot be read
   */
  LabelledSet open(
      String location,
      String split,
      boolean required,
      RunOptions run,
      @Nullable List<String> names) {
    LabelledOptions options = options(run, names == null ? classNames(location) : names);
    if (splitBy != null) {
      SplitRule rule = SplitRule.parse(splitBy, run.statistics.bootstrap().seed());
      return LabelledParts.cut(location, options, rule).part(split);
    }
    return LabelledSets.open(
        location, required ? options.withSplit(split) : options.withUsualSplit(split));
  }

  private LabelledOptions options(RunOptions run, @Nullable List<String> names) {
    LabelledOptions options =
        LabelledOptions.defaults().withMultiLabel(multiLabel).withSkipUnnamed(skipUnnamed);
    if (label != null) {
      options = options.withLabel(label);
    }
    if (names != null) {
      options = options.withClassNames(names);
    }
    if (run.imageColumn().isPresent()) {
      options = options.withImageColumn(run.imageColumn().get());
    }
    return options;
  }

  private @Nullable List<String> classNames(String location) {
    return classNames == null ? null : PromptFiles.classNames(classNames, DatasetName.of(location));
  }

  /** Returns the values of these options by name, for the record of the run. */
  Map<String, String> asked() {
    var asked = new TreeMap<String, String>();
    asked.put("multilabel", "" + multiLabel);
    asked.put("skip-unnamed", "" + skipUnnamed);
    if (label != null) {
      asked.put("label", label);
    }
    if (splitBy != null) {
      asked.put("split-by", splitBy);
    }
    if (classNames != null) {
      asked.put("classnames", classNames.toString());
    }
    return asked;
  }
}

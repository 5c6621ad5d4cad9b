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

/** What the classes are. */
@OptionSection("Labels")
final class LabelOptions {
  @Option(
      names = "--label",
      paramLabel = "NAME",
      description =
          "Column with the label, or attribute of the shards' JSON. Default: the usual columns, or cls.")
  private @Nullable String label;

  @Option(
      names = {"--classnames", "--custom-classname-file", "--custom_classname_file"},
      paramLabel = "FILE",
      description = "Class names: one a line, or CLIP_benchmark's JSON. Default: the data set's.")
  private @Nullable Path classNames;

  @Option(names = "--multilabel", description = "Images may show several classes.")
  private boolean multiLabel;

  @Option(
      names = "--skip-unnamed",
      description = "Skip images whose label is not among the class names.")
  private boolean skipUnnamed;

  @Option(
      names = {"--split-by", "--split_by"},
      paramLabel = "RULE",
      description =
          "Cut data without splits into the parts train and test: random:SHARE of test images in each class (by --seed), hash:SHARE by the images' bytes alone, or column:NAME, whose values are the parts.")
  private @Nullable String splitBy;

  /**
   * Opens a part of a data set.
   *
   * @param split the part to read
   * @param required whether the data must have it, or is read whole where it has no parts
   * @param names the classes' names, where they are not those of the options or of the data
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

package dev.jclip.cli.command.eval;

import dev.jclip.data.LabelledOptions;
import dev.jclip.data.LabelledSet;
import dev.jclip.data.LabelledSets;
import dev.jclip.data.prompt.PromptFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the classes are. */
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

  @Option(names = "--multilabel", description = "Pictures may show several classes.")
  private boolean multiLabel;

  @Option(
      names = "--skip-unnamed",
      description = "Skip pictures whose label is not among the class names.")
  private boolean skipUnnamed;

  LabelledSet open(String location, String split, RunOptions run) {
    return open(location, split, run, classNames(location));
  }

  LabelledSet open(String location, String split, RunOptions run, @Nullable List<String> names) {
    LabelledOptions options =
        LabelledOptions.defaults()
            .withSplit(split)
            .withMultiLabel(multiLabel)
            .withSkipUnnamed(skipUnnamed);
    if (label != null) {
      options = options.withLabel(label);
    }
    if (names != null) {
      options = options.withClassNames(names);
    }
    if (run.imageColumn().isPresent()) {
      options = options.withImageColumn(run.imageColumn().get());
    }
    return LabelledSets.open(location, options);
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
    if (classNames != null) {
      asked.put("classnames", classNames.toString());
    }
    return asked;
  }
}

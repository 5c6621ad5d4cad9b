package dev.jclip.cli.command.search;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.duplicate.DuplicateFinder;
import dev.jclip.search.duplicate.DuplicateGroup;
import dev.jclip.search.lucene.LuceneSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Groups images that are nearly the same. */
@Command(
    name = "dedup",
    description =
        "Groups the images of an index that are nearly the same, and proposes which to keep. Deletes nothing.",
    mixinStandardHelpOptions = true)
public final class DedupCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private IndexFolder index = new IndexFolder();
  @Mixin private AccuracyOptions accuracy = new AccuracyOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--similarity",
      paramLabel = "COSINE",
      defaultValue = "0.97",
      description = "From which on images are nearly the same. Default: ${DEFAULT-VALUE}.")
  private double similarity;

  @Override
  public Integer call() {
    accuracy.requireNumbers();
    NumberOptions.requireCosine("--similarity", similarity);
    var answers = new Answers(command, output);
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index.path())) {
      List<DuplicateGroup> groups;
      try (Progress progress = output.progress("dedup", snapshot.size())) {
        groups =
            new DuplicateFinder(snapshot, similarity, accuracy.in(snapshot))
                .find(_ -> progress.advance(1));
      }
      groups.forEach(group -> give(group, answers));
      return ExitCode.DONE;
    }
  }

  private static void give(DuplicateGroup group, Answers answers) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("keep", group.keep().id());
    fields.put("others", group.others().stream().map(DedupCommand::fields).toList());
    var row = new StringBuilder("keep     ").append(group.keep().id());
    for (DuplicateGroup.Duplicate other : group.others()) {
      row.append(
          String.format(Locale.ROOT, "%n  %.4f %s", other.similarity(), other.picture().id()));
    }
    answers.give(fields, row.toString());
  }

  private static Map<String, Object> fields(DuplicateGroup.Duplicate duplicate) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("path", duplicate.picture().id());
    fields.put("similarity", duplicate.similarity());
    return fields;
  }
}

package dev.jclip.cli.command.search;

import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.source.PicturePattern;
import dev.jclip.search.update.IndexRemoval;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** Takes the images that names stand for out of an index. */
final class RemovedPictures {
  private RemovedPictures() {}

  /** Says of each name how many images it stood for; returns the exit code. */
  static int remove(Path folder, List<String> names, Answers answers) {
    int unknown = 0;
    try (LuceneIndex index = LuceneIndex.open(folder)) {
      for (String name : names) {
        int removed = IndexRemoval.of(index, PicturePattern.of(name));
        if (removed == 0) {
          unknown++;
          answers.skip(
              "input",
              name,
              name + ": the index holds no image of that name, below it, or that matches it");
        } else {
          give(folder, name, removed, answers);
        }
      }
    }
    return ExitCode.of(names.size(), unknown);
  }

  private static void give(Path folder, String name, int removed, Answers answers) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", folder.toString());
    fields.put("input", name);
    fields.put("removed", removed);
    answers.give(
        fields, String.format(Locale.ROOT, "%s: %,d removed from %s", name, removed, folder));
  }
}

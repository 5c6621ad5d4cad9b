package dev.jclip.cli.command.search;

import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.EmbeddingFile;
import dev.jclip.search.lucene.LuceneSnapshot;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** Writes an index's vectors to a file, with the names of their images. */
final class IndexExport {
  private IndexExport() {}

  static void write(Path index, Path file, Answers answers) {
    try (LuceneSnapshot snapshot = LuceneSnapshot.open(index);
        EmbeddingFile matrix = EmbeddingFile.at(file)) {
      snapshot
          .ordinals()
          .forEach(
              ordinal ->
                  matrix.add(snapshot.picture(ordinal).id(), "image", snapshot.vector(ordinal)));
      matrix.write();
      var fields = new LinkedHashMap<String, Object>();
      fields.put("index", index.toString());
      fields.put("exported", snapshot.size());
      fields.put("output", file.toString());
      answers.give(fields, "%s: %,d vectors written to %s".formatted(index, snapshot.size(), file));
    }
  }
}

package dev.jclip.cli.command.search;

import dev.jclip.Clip;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.search.library.OpenModel;
import dev.jclip.search.library.PictureLibrary;
import dev.jclip.search.lucene.LuceneSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where an index is. */
final class IndexFolder {
  @Option(
      names = "--index",
      paramLabel = "DIR",
      required = true,
      description = "The index's folder.")
  private Path folder = Path.of("");

  Path path() {
    return folder;
  }

  /** The index with its model, which is loaded when a query first needs it. */
  PictureLibrary library(ModelOptions model, OutputOptions output) {
    return new PictureLibrary(
        folder.toString(),
        LuceneSnapshot.open(folder),
        wanted -> {
          String name = model.nameOr(wanted.name());
          Clip clip = model.load(name, output);
          return new OpenModel(name, clip, clip::close);
        });
  }

  /** Checks that no source of the index is its own folder. */
  void requireApartFrom(List<String> sources) {
    for (String source : sources) {
      if (isItself(source)) {
        throw new IllegalArgumentException(
            "--index %s: expected a folder of the index's own, found %s, which is to be indexed; an index is made of many files that are no images: name another folder, such as %s"
                .formatted(folder, source, another()));
      }
    }
  }

  private boolean isItself(String source) {
    try {
      return real(Path.of(source)).equals(real(folder));
    } catch (InvalidPathException _) {
      return false; // a pattern, perhaps
    }
  }

  /** Links followed, as far as there is something. */
  private static Path real(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    try {
      return Files.exists(whole) ? whole.toRealPath() : whole;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path another() {
    Path whole = folder.toAbsolutePath().normalize();
    return whole.resolveSibling(whole.getFileName() + "-index");
  }
}

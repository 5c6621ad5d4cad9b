package dev.jclip.cli.command.search;

import java.nio.file.Path;
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
}

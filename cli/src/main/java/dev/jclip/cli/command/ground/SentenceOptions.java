package dev.jclip.cli.command.ground;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.error.DataException;
import dev.jclip.grounding.command.CommandParser;
import dev.jclip.grounding.command.Understanding.NotUnderstood;
import dev.jclip.grounding.command.UtteranceJson;
import dev.jclip.grounding.command.Wording;
import dev.jclip.io.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said. */
@OptionSection("Commands")
final class SentenceOptions {
  @Option(
      names = "--command",
      paramLabel = "TEXT",
      description =
          "What a person says, such as \"put the red mug on the book\". May be repeated: the turns of one conversation over each image, answers and corrections too.")
  private List<String> sentences = new ArrayList<>();

  @Option(
      names = "--commands",
      paramLabel = "FILE",
      description =
          "A text file with a command a line, each of which is said by itself. Those that are not understood are told and left out.")
  private @Nullable Path file;

  @Option(
      names = "--structure",
      paramLabel = "FILE",
      description =
          "A JSON file with the structure of what is said, as --understand prints it, in place of a sentence. May be repeated as --command.")
  private List<Path> structures = new ArrayList<>();

  /**
   * The conversations to be held, each with what is said in it, in order.
   *
   * @throws IllegalArgumentException if it is not said in one of the three ways, or a sentence of
   *     the command line is not understood
   */
  List<List<Said>> conversations(CommandParser parser, Wording wording) {
    List<String> given =
        Stream.of(
                sentences.isEmpty() ? "" : "--command",
                file == null ? "" : "--commands",
                structures.isEmpty() ? "" : "--structure")
            .filter(option -> !option.isEmpty())
            .toList();
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          "expected --command, --commands or --structure, found "
              + (given.isEmpty() ? "none of them" : String.join(" and ", given)));
    }
    if (file != null) {
      return TextFile.items(file).stream()
          .map(line -> List.of(new Said(line, parser.parse(line))))
          .toList();
    }
    return List.of(
        structures.isEmpty()
            ? sentences.stream().map(sentence -> understood(sentence, parser, wording)).toList()
            : structures.stream().map(structure -> read(structure, wording)).toList());
  }

  private static Said understood(String sentence, CommandParser parser, Wording wording) {
    var said = new Said(sentence, parser.parse(sentence));
    if (said.understanding() instanceof NotUnderstood refused) {
      throw new IllegalArgumentException("--command " + said.message(refused, wording));
    }
    return said;
  }

  private static Said read(Path file, Wording wording) {
    String json = TextFile.text(file);
    try {
      return Said.of(UtteranceJson.read(json), file.toString(), wording);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }
}

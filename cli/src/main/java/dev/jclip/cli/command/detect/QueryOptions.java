package dev.jclip.cli.command.detect;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.detect.ExampleChoice;
import dev.jclip.image.ImageDecoder;
import dev.jclip.io.ComposedText;
import dev.jclip.io.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is looked for. */
@OptionSection("Queries")
final class QueryOptions {
  @Option(
      names = "--find",
      paramLabel = "WORDS",
      description = "Find what these words name, such as \"a red mug\"; may be repeated.")
  private List<String> given = new ArrayList<>();

  @Option(
      names = "--find-file",
      paramLabel = "FILE",
      description = "Find what the lines of a text file name.")
  private @Nullable Path file;

  @Option(
      names = "--like",
      paramLabel = "FILE[@X0,Y0,X1,Y1]",
      description =
          "Find objects like the one that fills an image, or that a box of it holds, in its pixels; may be repeated.")
  private List<String> examples = new ArrayList<>();

  @Option(
      names = "--most-object-like",
      description =
          "Of the detections in an image of --like take the one that is most probably an object, with OWLv2. Default: the one least like the image's average.")
  private boolean mostObjectLike;

  /**
   * The queries in words, those of the file last.
   *
   * @throws IllegalArgumentException if there is no query at all, or one is empty or twice there
   */
  List<String> words() {
    var words = new ArrayList<String>();
    var seen = new HashSet<String>();
    given.forEach(text -> words.add(checked("--find", text, seen)));
    if (file != null) {
      String source = "--find-file " + file;
      List<String> lines = TextFile.items(file);
      if (lines.isEmpty()) {
        throw new IllegalArgumentException(source + ": expected one query a line, found none");
      }
      lines.forEach(text -> words.add(checked(source, text, seen)));
    }
    if (words.isEmpty() && examples.isEmpty()) {
      throw new IllegalArgumentException(
          "expected what to look for by --find, --find-file or --like, found none of them");
    }
    return List.copyOf(words);
  }

  private static String checked(String source, String text, Set<String> seen) {
    String query = text.strip();
    if (query.isEmpty()) {
      throw new IllegalArgumentException(
          source + ": expected words for what is looked for, found an empty text");
    }
    if (!seen.add(ComposedText.of(query))) {
      throw new IllegalArgumentException(
          "%s: expected each query once, found \"%s\" twice; remove one".formatted(source, query));
    }
    return query;
  }

  /**
   * The queries by examples.
   *
   * @throws dev.jclip.error.ImageException if an example cannot be read
   */
  List<Example> examples(ImageDecoder decoder) {
    return examples.stream().distinct().map(argument -> Example.read(argument, decoder)).toList();
  }

  /** Which of an example's detections becomes the query. */
  ExampleChoice choice() {
    return mostObjectLike ? ExampleChoice.MOST_OBJECT_LIKE : ExampleChoice.LEAST_COMMON;
  }
}

package dev.jclip.cli.input;

import dev.jclip.error.ClipException;
import dev.jclip.error.ImageException;
import dev.jclip.image.file.ImageFiles;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import dev.jclip.io.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;

/** Turns what stands on the command line into images: files, folders, globs, names on stdin. */
public final class Inputs {
  private static final String STDIN = "-";

  private Inputs() {}

  /** An image to read, or an argument that stands for none. */
  public sealed interface Input {
    /** What the output calls it. */
    String name();

    /**
     * The bytes of the image's file; may be called on any thread.
     *
     * @throws ImageException if there are none
     */
    byte[] content();

    /** A file that may be an image. */
    record Picture(String name, Path file) implements Input {
      @Override
      public byte[] content() {
        return PictureFile.content(file);
      }
    }

    /**
     * An image of a shard or table.
     *
     * @param reader reads the bytes of its file, on any thread
     */
    record Stored(String name, Supplier<byte[]> reader) implements Input {
      @Override
      public byte[] content() {
        return reader.get();
      }
    }

    /** An argument that leads to no file, or a folder that cannot be listed. */
    record Nothing(String name, String reason) implements Input {
      @Override
      public byte[] content() {
        throw new ImageException(reason);
      }
    }
  }

  /**
   * Expands arguments, in their order; files of a folder (with its subfolders) or glob are sorted
   * by name. Each argument gives at least one input.
   *
   * @param stdin where the names come from that {@code -} stands for, one a line, in UTF-8
   */
  public static List<Input> expand(List<String> arguments, InputStream stdin) {
    var inputs = new ArrayList<Input>();
    for (String argument : arguments) {
      inputs.addAll(argument.equals(STDIN) ? named(stdin) : expand(argument));
    }
    return inputs;
  }

  private static List<Input> named(InputStream stdin) {
    List<Input> inputs =
        names(stdin).stream().flatMap(name -> Inputs.expand(name).stream()).toList();
    return inputs.isEmpty() ? List.of(nothing(STDIN, "no names on stdin")) : inputs;
  }

  private static List<String> names(InputStream stdin) {
    try {
      return TextFile.items(new InputStreamReader(stdin, StandardCharsets.UTF_8).readAllAsString());
    } catch (IOException e) {
      throw new ClipException("stdin: cannot be read: " + IoReason.of(e), e);
    }
  }

  /** An empty argument would be the working folder; it is rather an empty variable of a script. */
  private static List<Input> expand(String argument) {
    if (argument.isEmpty()) {
      return List.of(nothing("\"\"", "expected the name of an image, found an empty one"));
    }
    try {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        return folder(argument, path);
      }
      if (Glob.isOne(argument) && !Files.exists(path)) {
        return glob(argument);
      }
      return List.of(new Input.Picture(argument, path));
    } catch (InvalidPathException e) {
      return List.of(nothing(argument, "no name that a file can have: " + e.getReason()));
    }
  }

  private static List<Input> folder(String argument, Path folder) {
    List<Input> pictures = FileTree.images(folder);
    return pictures.isEmpty()
        ? List.of(nothing(argument, "the folder holds no images (" + endings() + ")"))
        : pictures;
  }

  private static List<Input> glob(String argument) {
    try {
      List<Input> matches = Glob.of(argument).find();
      return matches.isEmpty() ? List.of(nothing(argument, "no file matches")) : matches;
    } catch (PatternSyntaxException e) {
      return List.of(nothing(argument, "no such file, and no glob either: " + e.getDescription()));
    }
  }

  private static Input nothing(String argument, String reason) {
    return new Input.Nothing(argument, argument + ": " + reason);
  }

  private static String endings() {
    return String.join(", ", ImageFiles.EXTENSIONS.stream().sorted().toList());
  }
}

package dev.jclip.cli;

import dev.jclip.testkit.JavaProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands in this process and keeps what they say, or has them run in one of their own. */
public final class Jclip {
  /** A small model with vocabulary, preprocessing and an image. */
  public static final Path MODEL = Path.of("../engine/src/test/resources/golden/models/end-to-end");

  public static final Path PICTURE = MODEL.resolve("picture.jpg");

  private Jclip() {}

  /**
   * What a command did.
   *
   * @param err what it printed on stderr, warnings of the log included
   */
  public record Run(int code, String out, String err) {
    /** Stdout's lines as JSON; fails unless each is. */
    public List<JsonNode> json() {
      return out.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    }
  }

  public static Run run(String... args) {
    return runWithStdin(new byte[0], args);
  }

  /**
   * What is written past the command's own writers lands in the same places, where tests see it.
   */
  public static Run runWithStdin(byte[] stdin, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    InputStream oldIn = System.in;
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setIn(new ByteArrayInputStream(stdin));
    System.setOut(outStream);
    System.setErr(errStream);
    try {
      int code =
          Main.commandLine(args)
              .setOut(new PrintWriter(outStream, true, StandardCharsets.UTF_8))
              .setErr(new PrintWriter(errStream, true, StandardCharsets.UTF_8))
              .execute(args);
      return new Run(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(oldIn);
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }

  /** A command as a process of its own. */
  public static ProcessBuilder process(List<String> args) {
    return JavaProcess.of(List.of("-XX:+UseSerialGC"), Main.class, args);
  }

  /** The small model's options, after a command and before its arguments. */
  public static String[] with(String command, Object... args) {
    var all = new ArrayList<String>(List.of(command, "--model", MODEL.toString()));
    for (Object arg : args) {
      all.add(arg.toString());
    }
    return all.toArray(String[]::new);
  }
}

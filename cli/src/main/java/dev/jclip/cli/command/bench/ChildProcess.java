package dev.jclip.cli.command.bench;

import dev.jclip.error.ClipException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that runs beside this one, and whose lines are read. For one thread. */
final class ChildProcess implements AutoCloseable {
  private static final int SHOWN_LINES = 10;

  private final String name;
  private final Process process;
  private final Path stderr;
  private final BufferedReader out;
  private final BufferedWriter in;

  private ChildProcess(String name, Process process, Path stderr) {
    this.name = name;
    this.process = process;
    this.stderr = stderr;
    out = process.inputReader();
    in = process.outputWriter();
  }

  /**
   * Runs jclip to its end in a Java like this one: the same options, the same class path.
   *
   * @param main jclip's main class
   */
  static List<String> jclip(Class<?> main, List<String> arguments) {
    RuntimeMXBean java = ManagementFactory.getRuntimeMXBean();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.getInputArguments());
    command.addAll(List.of("-cp", java.getClassPath(), main.getName()));
    command.addAll(arguments);
    try (var process = start("jclip " + String.join(" ", arguments), command)) {
      return Stream.generate(process::readLine)
          .takeWhile(Optional::isPresent)
          .flatMap(Optional::stream)
          .toList();
    }
  }

  /**
   * Starts a program.
   *
   * @param name what messages call it
   * @throws ClipException if it cannot be started
   */
  static ChildProcess start(String name, List<String> command) {
    try {
      Path stderr = Files.createTempFile("jclip-bench", ".err");
      try {
        var builder = new ProcessBuilder(command).redirectError(stderr.toFile());
        giveEnvironment(builder);
        return new ChildProcess(name, builder.start(), stderr);
      } catch (IOException e) {
        Files.delete(stderr);
        throw e;
      }
    } catch (IOException e) {
      throw new ClipException("%s: cannot be run: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Otherwise it would be the one that the engine has set for itself, which slows peers. */
  private static void giveEnvironment(ProcessBuilder builder) {
    builder.environment().putAll(System.getenv());
  }

  /**
   * The next line of its stdout; none when it has ended well.
   *
   * @throws ClipException if it has failed, with the end of its stderr
   */
  Optional<String> readLine() {
    try {
      String line = out.readLine();
      if (line == null && process.waitFor() != 0) {
        throw new ClipException(
            "%s: failed with exit code %d; the end of its stderr:%n%s"
                .formatted(name, process.exitValue(), end(stderr)));
      }
      return Optional.ofNullable(line);
    } catch (IOException e) {
      throw new ClipException("%s: cannot be read: %s".formatted(name, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClipException(name + ": interrupted", e);
    }
  }

  /** Hands a line to its stdin. If it has ended, {@link #readLine} tells how. */
  void writeLine(String line) {
    try {
      in.write(line);
      in.newLine();
      in.flush();
    } catch (IOException _) {
      process.destroy();
    }
  }

  private static String end(Path stderr) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(stderr), Charset.defaultCharset()).lines().toList();
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  /** Ends the program if it still runs. */
  @Override
  public void close() {
    process.destroy();
    try {
      Files.delete(stderr);
    } catch (IOException e) {
      throw new ClipException("%s: cannot be deleted: %s".formatted(stderr, e.getMessage()), e);
    }
  }
}

package dev.jclip.cli.command.bench;

import dev.jclip.cli.Main;
import dev.jclip.error.ClipException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that are run to their end. */
final class ChildProcess {
  private static final int SHOWN_LINES = 10;

  private ChildProcess() {}

  /** Runs jclip in a Java like this one: the same options, the same class path. */
  static List<String> jclip(List<String> arguments) {
    RuntimeMXBean java = ManagementFactory.getRuntimeMXBean();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java.getInputArguments());
    command.addAll(List.of("-cp", java.getClassPath(), Main.class.getName()));
    command.addAll(arguments);
    return run("jclip " + String.join(" ", arguments), command);
  }

  /**
   * Runs a program and gives the lines of its stdout.
   *
   * @param name what messages call it
   * @throws ClipException if it cannot be started, or fails; with the end of its stderr
   */
  static List<String> run(String name, List<String> command) {
    try {
      Path stderr = Files.createTempFile("jclip-bench", ".err");
      try {
        var builder = new ProcessBuilder(command).redirectError(stderr.toFile());
        giveEnvironment(builder);
        return run(name, builder, stderr);
      } finally {
        Files.delete(stderr);
      }
    } catch (IOException e) {
      throw new ClipException("%s: cannot be run: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Otherwise it would be the one that the engine has set for itself, which slows peers. */
  private static void giveEnvironment(ProcessBuilder builder) {
    builder.environment().putAll(System.getenv());
  }

  private static List<String> run(String name, ProcessBuilder builder, Path stderr)
      throws IOException {
    Process process = builder.start();
    try (BufferedReader out = process.inputReader()) {
      List<String> lines = out.readAllLines();
      int code = process.waitFor();
      if (code != 0) {
        throw new ClipException(
            "%s: failed with exit code %d; the end of its stderr:%n%s"
                .formatted(name, code, end(stderr)));
      }
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClipException(name + ": interrupted", e);
    } finally {
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
}

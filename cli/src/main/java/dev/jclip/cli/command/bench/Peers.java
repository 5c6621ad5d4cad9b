package dev.jclip.cli.command.bench;

import dev.jclip.error.ClipException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Other implementations, timed by a script in Python.
 *
 * @param script prints a {@link PeerLine} as JSON for each figure
 * @param command runs the script
 */
record Peers(Path script, List<String> command) {
  private static final List<String> TRANSFORMERS = List.of("ViT-B-32", "ViT-B-16", "ViT-L-14");
  private static final String RESNET = "RN50";

  /** What the script measures in a round. */
  record Load(int threads, double seconds, Optional<Path> images) {}

  /**
   * Checks that they can be run.
   *
   * @param environment the folder of a Python environment
   * @param architecture the model's, by open_clip's name; random weights of it are measured
   * @throws IllegalArgumentException if something is missing, or the script does not know the
   *     architecture
   */
  static Peers of(Path environment, Path script, Optional<String> architecture) {
    Path python = environment.resolve("bin").resolve("python");
    if (!Files.isExecutable(python)) {
      throw new IllegalArgumentException(
          "--peers %s: expected the folder of a Python environment, found no bin/python in it"
              .formatted(environment));
    }
    if (!Files.isRegularFile(script)) {
      throw new IllegalArgumentException(
          "--peers-script %s: no such file; name the script that times the peers"
              .formatted(script));
    }
    var command = new ArrayList<String>(List.of(python.toString(), script.toString()));
    command.addAll(architectureArguments(architecture.orElse("custom")));
    return new Peers(script, command);
  }

  /** The activation is not told apart: it costs next to nothing. */
  private static List<String> architectureArguments(String name) {
    String plain = name.replace("-quickgelu", "");
    if (TRANSFORMERS.contains(plain)) {
      return List.of("--arch", plain);
    }
    if (plain.equals(RESNET)) {
      return List.of("--arch", plain, "--cases", "open_clip");
    }
    throw new IllegalArgumentException(
        "--peers: expected a model of architecture %s or %s, found %s"
            .formatted(String.join(", ", TRANSFORMERS), RESNET, name));
  }

  /** Runs the script once; what it prints besides JSON is passed over. */
  List<PeerLine> measure(Load load) {
    var arguments = new ArrayList<String>(command);
    arguments.addAll(List.of("--threads", "" + load.threads(), "--seconds", "" + load.seconds()));
    load.images().ifPresent(folder -> arguments.addAll(List.of("--images", folder.toString())));
    List<PeerLine> lines =
        ChildProcess.run(script.toString(), arguments).stream()
            .filter(line -> line.startsWith("{"))
            .map(PeerLine::parse)
            .toList();
    if (lines.isEmpty()) {
      throw new ClipException(script + ": expected JSON lines on stdout, found none");
    }
    return lines;
  }
}

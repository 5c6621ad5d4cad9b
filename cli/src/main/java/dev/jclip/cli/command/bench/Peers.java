package dev.jclip.cli.command.bench;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Other implementations, timed by a script in Python that waits for its turns.
 *
 * @param script names cases and computes them, as {@code peers_in_turns.py} asks of it
 * @param command runs the script
 */
record Peers(Path script, List<String> command) {
  private static final String IN_TURNS = "peers_in_turns.py";
  private static final List<String> TRANSFORMERS = List.of("ViT-B-32", "ViT-B-16", "ViT-L-14");
  private static final String RESNET = "RN50";

  /**
   * How long things are measured.
   *
   * @param turns of each side of a case
   * @param seconds of a turn
   */
  record Pace(int turns, double seconds) {}

  /**
   * Checks that they can be run.
   *
   * @param environment the folder of a Python environment
   * @param architecture the model's, by open_clip's name; random weights of it are measured
   * @param images the folder of the files
   * @throws IllegalArgumentException if something is missing, or the script does not know the
   *     architecture
   */
  static Peers of(
      Path environment,
      Path script,
      Optional<String> architecture,
      int threads,
      Optional<Path> images) {
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
    var command = new ArrayList<String>(List.of(python.toString(), "-c", inTurns()));
    command.add(script.toString());
    command.addAll(architectureArguments(architecture.orElse("custom")));
    command.addAll(List.of("--threads", Integer.toString(threads)));
    images.ifPresent(folder -> command.addAll(List.of("--images", folder.toString())));
    return new Peers(script, command);
  }

  private static String inTurns() {
    try (InputStream source = Peers.class.getResourceAsStream(IN_TURNS)) {
      return new String(Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /**
   * Runs the script; in each of its cases peer and subjects take turns.
   *
   * @param listener is told of each case before it is measured
   */
  List<Duel> takeTurns(List<Subject> subjects, Pace pace, Consumer<PeerCase> listener) {
    var duels = new ArrayList<Duel>();
    try (var process = ChildProcess.start(script.toString(), command)) {
      for (Optional<String> line = readJson(process); line.isPresent(); line = readJson(process)) {
        PeerCase peer = PeerCase.parse(line.get());
        Case.of(peer)
            .ifPresent(
                timed -> {
                  listener.accept(peer);
                  duels.addAll(duels(process, peer, timed, subjects, pace));
                });
        process.writeLine("");
      }
    }
    if (duels.isEmpty()) {
      throw new ClipException(script + ": expected cases as JSON lines on stdout, found none");
    }
    return duels;
  }

  private List<Duel> duels(
      ChildProcess process, PeerCase peer, Case timed, List<Subject> subjects, Pace pace) {
    var turns = new LinkedHashMap<Subject, List<Duel.Turn>>();
    for (int turn = 0; turn < pace.turns(); turn++) {
      double other = timed.figure(peer.batch(), takeTurn(process, pace.seconds()));
      for (Subject subject : subjects) {
        Times times = subject.times(timed).orElseThrow();
        double jclip = timed.figure(times.inputs(), times.medianOfTurn(pace.seconds()));
        turns.computeIfAbsent(subject, _ -> new ArrayList<>()).add(new Duel.Turn(jclip, other));
      }
    }
    return turns.entrySet().stream()
        .map(entry -> new Duel(timed, entry.getKey().precision(), peer, entry.getValue()))
        .toList();
  }

  /** The seconds of the peer's median call in a turn of its own. */
  private double takeTurn(ChildProcess process, double seconds) {
    process.writeLine(Double.toString(seconds));
    String line =
        readJson(process)
            .orElseThrow(() -> new ClipException(script + ": ended before its turn was over"));
    JsonNode median = JsonMapper.shared().readTree(line).path("seconds");
    if (!median.isNumber()) {
      throw new ClipException("%s: expected a line with seconds, found %s".formatted(script, line));
    }
    return median.doubleValue();
  }

  /** The next line that is one of JSON; what else the script prints is passed over. */
  private static Optional<String> readJson(ChildProcess process) {
    Optional<String> line = process.readLine();
    while (line.isPresent() && !line.get().startsWith("{")) {
      line = process.readLine();
    }
    return line;
  }
}

package dev.jclip.cli.command.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jclip.Clip;
import dev.jclip.cli.option.PrecisionOption;
import dev.jclip.error.ClipException;
import dev.jclip.tensor.start.Engine;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The peers' process, played by a shell script that stands for Python. */
@DisabledOnOs(OS.WINDOWS)
class PeersTest {
  private static final Path MODEL =
      Path.of("../engine/src/test/resources/golden/models/end-to-end");
  private static final Peers.Pace PACE = new Peers.Pace(3, 0.001);

  /** Announces a case, and then answers each turn with the seconds of the turn before, halved. */
  private static final String TURNS =
      """
      turns() {
        echo "{\\"peer\\":\\"$1\\",\\"precision\\":\\"$2\\",\\"what\\":\\"$3\\",\\"batch\\":$4}"
        answer=8
        while read -r seconds && [ -n "$seconds" ]; do
          echo "turn of $seconds" >> "$(dirname "$0")/log"
          echo "{\\"seconds\\":$answer}"
          answer=$((answer / 2))
        done
      }
      """;

  private static Clip clip;

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    clip = Clip.load(MODEL);
  }

  @AfterAll
  static void close() {
    clip.close();
  }

  private static List<Subject> subjects() {
    var startup = new Startup(1, Optional.empty());
    var workload = Workload.of(Optional.empty());
    return Stream.of(PrecisionOption.F32, PrecisionOption.AUTO)
        .map(precision -> Subject.of(precision, startup, clip, workload))
        .toList();
  }

  private Peers peers(String architecture, String... shell) throws IOException {
    return peers(architecture, 3, Optional.empty(), shell);
  }

  private Peers peers(String architecture, int threads, Optional<Path> images, String... shell)
      throws IOException {
    Path python = Files.createDirectories(folder.resolve("bin")).resolve("python");
    Files.writeString(python, "#!/bin/sh\n" + TURNS + String.join("\n", shell) + "\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    Path script = folder.resolve("bench_peers.py");
    if (Files.notExists(script)) {
      Files.writeString(script, "");
    }
    return Peers.of(folder, script, Optional.of(architecture), threads, images);
  }

  private List<Duel> takeTurns(Peers peers) {
    return peers.takeTurns(subjects(), PACE, _ -> {});
  }

  @Test
  void eachCaseTakesTurnsWithEachSubject() throws IOException {
    var announced = new ArrayList<PeerCase>();
    Peers peers =
        peers(
            "ViT-B-32",
            "echo loading ...",
            "turns open_clip f32 image 32",
            "turns open_clip f32 video 32",
            "turns onnxruntime int8 image 1");

    List<Duel> duels = peers.takeTurns(subjects(), PACE, announced::add);

    var batch = new PeerCase("open_clip", "f32", "image", 32);
    var alone = new PeerCase("onnxruntime", "int8", "image", 1);
    assertThat(announced).containsExactly(batch, alone);
    assertThat(duels.stream().map(Duel::peer)).containsExactly(batch, batch, alone, alone);
    assertThat(duels.stream().map(Duel::timed))
        .containsExactly(Case.IMAGES, Case.IMAGES, Case.IMAGE, Case.IMAGE);
    assertThat(duels.stream().map(Duel::precision))
        .containsExactly(
            PrecisionOption.F32, PrecisionOption.AUTO, PrecisionOption.F32, PrecisionOption.AUTO);
    assertThat(duels.get(1).turns().stream().map(Duel.Turn::peer)).containsExactly(4.0, 8.0, 16.0);
    assertThat(duels.get(3).turns().stream().map(Duel.Turn::peer))
        .containsExactly(8000.0, 4000.0, 2000.0);
    assertThat(duels)
        .allSatisfy(
            duel ->
                assertThat(duel.turns())
                    .hasSize(3)
                    .allSatisfy(turn -> assertThat(turn.jclip()).isPositive()));
    assertThat(Files.readAllLines(folder.resolve("bin/log")))
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).isEqualTo("turn of 0.001"));
  }

  @Test
  void handsOnWhatIsMeasured() throws IOException {
    String[] echo = {"shift 2", "turns \"$*\" f32 image 1"};
    String script = folder.resolve("bench_peers.py").toString();
    Peers transformer = peers("ViT-L-14-quickgelu", 3, Optional.of(Path.of("pictures")), echo);
    assertThat(takeTurns(transformer).getFirst().peer().peer())
        .isEqualTo(script + " --arch ViT-L-14 --threads 3 --images pictures");
    assertThat(takeTurns(peers("RN50", 1, Optional.empty(), echo)).getFirst().peer().peer())
        .isEqualTo(script + " --arch RN50 --cases open_clip --threads 1");
  }

  @Test
  void theEnginesSettingsAreNotThePeers() throws IOException {
    Engine.start();
    Peers peers = peers("RN50", "turns \"<$GOMP_SPINCOUNT>\" f32 image 1");
    assertThat(takeTurns(peers).getFirst().peer().peer())
        .isEqualTo(
            "<%s>".formatted(Objects.requireNonNullElse(System.getenv("GOMP_SPINCOUNT"), "")));
  }

  @Test
  void saysHowTheScriptEnded() throws IOException {
    Peers failing =
        peers("ViT-B-32", "for i in $(seq 99); do echo \"line $i.\" >&2; done", "exit 7");
    assertThatThrownBy(() -> takeTurns(failing))
        .isInstanceOf(ClipException.class)
        .hasMessageContaining("bench_peers.py: failed with exit code 7")
        .hasMessageContaining("line 90.")
        .hasMessageEndingWith("line 99.")
        .hasMessageNotContaining("line 89.");
  }

  @Test
  void saysWhatTheScriptShouldHavePrinted() throws IOException {
    refused(peers("ViT-B-32", "echo done"), "expected cases as JSON lines on stdout, found none");
    refused(
        peers("ViT-B-32", "echo '{\"peer\":\"x\"}'"),
        "peer, precision, what and batch, found {\"peer\":\"x\"}");
    String announce =
        "echo '{\"peer\":\"x\",\"precision\":\"f32\",\"what\":\"image\",\"batch\":1}'; read -r line";
    refused(peers("ViT-B-32", announce), "bench_peers.py: ended before its turn was over");
    refused(peers("ViT-B-32", announce, "exit 3"), "bench_peers.py: failed with exit code 3");
    refused(
        peers("ViT-B-32", announce, "echo '{\"minutes\":1}'"),
        "expected a line with seconds, found {\"minutes\":1}");
  }

  private void refused(Peers peers, String message) {
    assertThatThrownBy(() -> takeTurns(peers))
        .isInstanceOf(ClipException.class)
        .hasMessageContaining(message);
  }

  /** Python itself, with a script of the peers' form. */
  @Test
  void pythonRunsEachCallInItsPlace() throws IOException {
    Files.writeString(
        folder.resolve("bench_peers.py"),
        """
        import argparse, time

        def timed(fn, seconds=8.0, warm=2):
            raise SystemExit("not to be called")

        def report(peer, precision, what, batch, sec):
            raise SystemExit("not to be called")

        def main():
            parser = argparse.ArgumentParser()
            parser.add_argument("--arch")
            parser.add_argument("--threads", type=int)
            threads = parser.parse_args().threads
            for batch in (32, 1):
                pause = batch / 1000
                report("sleeper", "f32", "image", batch, timed(lambda: time.sleep(pause), 3))
            print(f"{threads} threads")

        main()
        """);
    Path python = interpreter();
    Peers peers = peers("ViT-B-32", "exec %s \"$@\"".formatted(python));

    List<Duel> duels = takeTurns(peers);

    assertThat(duels.stream().map(duel -> duel.peer().batch())).containsExactly(32, 32, 1, 1);
    assertThat(duels.getFirst().peerFigure()).isPositive().isLessThanOrEqualTo(1000);
    assertThat(duels.getLast().peerFigure()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void pythonSaysWhatTheScriptLacks() throws IOException {
    Files.writeString(folder.resolve("bench_peers.py"), "def main():\n  pass\n");
    Path python = interpreter();
    refused(
        peers("RN50", "exec %s \"$@\"".formatted(python)),
        "expected functions main, timed and report, found no report, timed");
  }

  private static Path interpreter() {
    Optional<Path> python =
        Stream.of(
                Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry, "python3"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeThat(python).isPresent();
    return python.orElseThrow();
  }

  private static Duel duel(
      Case timed, PrecisionOption precision, String peer, String peerPrecision, double... figures) {
    var turns = new ArrayList<Duel.Turn>();
    for (int i = 0; i < figures.length; i += 2) {
      turns.add(new Duel.Turn(figures[i], figures[i + 1]));
    }
    return new Duel(timed, precision, new PeerCase(peer, peerPrecision, "image", 32), turns);
  }

  @Test
  void ratiosAreOfTurnsThatWereNextToEachOther() {
    Duel duel = duel(Case.IMAGES, PrecisionOption.F32, "open_clip", "f32", 10, 5, 90, 60, 20, 20);
    assertThat(duel.jclipFigure()).isEqualTo(20);
    assertThat(duel.peerFigure()).isEqualTo(20);
    assertThat(duel.ratio()).isEqualTo(1.5);
    assertThat(duel.ratio(0.25)).isCloseTo(1.25, within(1e-12));
    assertThat(Percentiles.median(List.of(4.0, 1.0, 2.0, 9.0))).isCloseTo(3, within(1e-12));
    assertThat(Percentiles.of(new double[] {5, 1, 2, 3, 4}, 0.9)).isCloseTo(4.6, within(1e-12));
  }

  @Test
  void comparesWithThePeersThatDidBest() {
    List<Comparison> comparisons =
        Comparison.of(
            List.of(
                duel(Case.IMAGE, PrecisionOption.AUTO, "open_clip", "f32", 10, 50),
                duel(Case.IMAGE, PrecisionOption.AUTO, "onnxruntime", "f32", 10, 40),
                duel(Case.IMAGES, PrecisionOption.AUTO, "onnxruntime", "int8", 60, 40, 62, 40),
                duel(Case.IMAGES, PrecisionOption.AUTO, "open_clip", "f32", 63, 30),
                duel(Case.IMAGES, PrecisionOption.AUTO, "onnxruntime", "f32", 64, 25),
                duel(Case.IMAGES, PrecisionOption.F32, "open_clip", "bf16", 20, 25)));

    assertThat(comparisons.stream().map(c -> c.any().timed() + " " + c.any().precision()))
        .containsExactly("IMAGES f32", "IMAGES auto", "IMAGE auto");
    assertThat(comparisons.getFirst().fields())
        .doesNotContainKey("f32Peer")
        .containsEntry("ratio", 0.8);
    assertThat(comparisons.get(1).fields())
        .containsEntry("case", "images/s")
        .containsEntry("precision", "auto")
        .containsEntry("f32Peer", "open_clip")
        .containsEntry("f32Figure", 30.0)
        .containsEntry("f32Jclip", 63.0)
        .containsEntry("f32Ratio", 2.1)
        .containsEntry("peer", "onnxruntime")
        .containsEntry("peerPrecision", "int8")
        .containsEntry("peerFigure", 40.0)
        .containsEntry("jclip", 61.0)
        .containsEntry("ratio", 1.525);
    assertThat(Comparison.TABLE.row(comparisons.get(1).fields()))
        .matches(
            "images/s +auto +open_clip +30\\.0 +63\\.0 +2\\.10 +2\\.10 +2\\.10 +onnxruntime +int8 +40\\.0 +61\\.0 +1\\.5[23] +1\\.51 +1\\.54");
    assertThat(comparisons.getLast().fields())
        .containsEntry("f32Peer", "onnxruntime")
        .containsEntry("ratio", 0.25);
  }
}

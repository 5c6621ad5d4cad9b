package dev.jclip.cli.command.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.error.ClipException;
import dev.jclip.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The peers' script, played by a shell script that stands for Python. */
@DisabledOnOs(OS.WINDOWS)
class PeersTest {
  private static final Peers.Load LOAD = new Peers.Load(3, 0.5, Optional.of(Path.of("pictures")));

  private static final String FIGURES =
      """
      echo 'loading ...'
      echo '{"peer":"open_clip","precision":"f32","what":"image","batch":32,"per_second":30.0,"ms":1066.7}'
      echo '{"peer":"onnxruntime","precision":"f32","what":"image","batch":32,"per_second":25,"ms":1280}'
      echo '{"peer":"onnxruntime","precision":"int8","what":"image","batch":32,"per_second":40.0,"ms":800.0}'
      echo '{"peer":"open_clip","precision":"f32","what":"image","batch":1,"per_second":20.0,"ms":50.0}'
      echo '{"peer":"onnxruntime","precision":"f32","what":"image","batch":1,"per_second":25.0,"ms":40.0}'
      echo '{"peer":"open_clip","precision":"bf16","what":"files","batch":8,"per_second":10.0,"ms":800.0}'
      """;

  @TempDir private Path folder;

  private Peers peers(String architecture, String... shell) throws IOException {
    Path python = Files.createDirectories(folder.resolve("bin")).resolve("python");
    Files.writeString(python, "#!/bin/sh\n" + String.join("\n", shell) + "\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    Path script = folder.resolve("bench_peers.py");
    Files.writeString(script, "");
    return Peers.of(folder, script, Optional.of(architecture));
  }

  private static String figureOf(String peer) {
    return "echo '{\"peer\":\"'\"%s\"'\",\"precision\":\"f32\",\"what\":\"image\",\"batch\":1,\"per_second\":1,\"ms\":1}'"
        .formatted(peer);
  }

  private static Map<String, Object> compare(Case timed, double figure, List<PeerLine> lines) {
    return Comparison.of(timed, "int8", figure, PeerFigure.of(timed, lines)).orElseThrow().fields();
  }

  @Test
  void readsTheScriptsLines() throws IOException {
    List<PeerLine> lines = peers("ViT-B-32", FIGURES).measure(LOAD);
    assertThat(lines).hasSize(6);
    assertThat(lines.getFirst())
        .isEqualTo(new PeerLine("open_clip", "f32", "image", 32, 30, 1066.7));
    assertThat(lines.getLast()).isEqualTo(new PeerLine("open_clip", "bf16", "files", 8, 10, 800));
  }

  @Test
  void comparesThroughputWithTheFastestPeers() throws IOException {
    Map<String, Object> fields = compare(Case.IMAGES, 60, peers("ViT-B-32", FIGURES).measure(LOAD));
    assertThat(fields)
        .containsEntry("f32Peer", "open_clip")
        .containsEntry("f32Figure", 30.0)
        .containsEntry("f32Ratio", 2.0)
        .containsEntry("peer", "onnxruntime")
        .containsEntry("peerPrecision", "int8")
        .containsEntry("peerFigure", 40.0)
        .containsEntry("ratio", 1.5);
    assertThat(Comparison.TABLE.row(fields))
        .matches(
            "images/s +int8 +60\\.0 +open_clip +30\\.0 +2\\.00 +onnxruntime +int8 +40\\.0 +1\\.50");
  }

  @Test
  void comparesLatencyWithTheShortest() throws IOException {
    assertThat(compare(Case.IMAGE, 10, peers("ViT-B-32", FIGURES).measure(LOAD)))
        .containsEntry("f32Peer", "onnxruntime")
        .containsEntry("f32Figure", 40.0)
        .containsEntry("ratio", 0.25);
  }

  @Test
  void comparesWhatThePeersHave() throws IOException {
    List<PeerLine> lines = peers("ViT-B-32", FIGURES).measure(LOAD);
    assertThat(compare(Case.FILES, 25, lines))
        .containsEntry("ratio", 2.5)
        .doesNotContainKey("f32Peer");
    assertThat(Comparison.of(Case.CAPTIONS, "f32", 1, PeerFigure.of(Case.CAPTIONS, lines)))
        .isEmpty();
  }

  @Test
  void takesMediansOverTheRounds() {
    var lines = new ArrayList<PeerLine>();
    for (double perSecond : new double[] {10, 90, 20}) {
      lines.add(new PeerLine("open_clip", "f32", "text", 32, perSecond, 32e3 / perSecond));
    }
    assertThat(PeerFigure.of(Case.CAPTIONS, lines))
        .containsExactly(new PeerFigure("open_clip", "f32", 20));
    assertThat(Percentiles.median(List.of(4.0, 1.0, 2.0, 9.0))).isCloseTo(3, within(1e-12));
    assertThat(Percentiles.of(new double[] {5, 1, 2, 3, 4}, 0.9)).isCloseTo(4.6, within(1e-12));
  }

  @Test
  void handsOnWhatIsMeasured() throws IOException {
    String echo = figureOf("$*");
    String script = folder.resolve("bench_peers.py").toString();
    assertThat(peers("ViT-L-14-quickgelu", echo).measure(LOAD).getFirst().peer())
        .isEqualTo(script + " --arch ViT-L-14 --threads 3 --seconds 0.5 --images pictures");
    assertThat(
            peers("RN50", echo).measure(new Peers.Load(1, 2, Optional.empty())).getFirst().peer())
        .isEqualTo(script + " --arch RN50 --cases open_clip --threads 1 --seconds 2.0");
  }

  @Test
  void theEnginesSettingsAreNotThePeers() throws IOException {
    Engine.start();
    assertThat(peers("RN50", figureOf("$GOMP_SPINCOUNT")).measure(LOAD).getFirst().peer())
        .isEqualTo(Objects.requireNonNullElse(System.getenv("GOMP_SPINCOUNT"), ""));
  }

  @Test
  void saysHowTheScriptEnded() throws IOException {
    Peers failing =
        peers("ViT-B-32", "for i in $(seq 99); do echo \"line $i.\" >&2; done", "exit 7");
    assertThatThrownBy(() -> failing.measure(LOAD))
        .isInstanceOf(ClipException.class)
        .hasMessageContaining("bench_peers.py: failed with exit code 7")
        .hasMessageContaining("line 90.")
        .hasMessageEndingWith("line 99.")
        .hasMessageNotContaining("line 89.");
  }

  @Test
  void saysThatTheScriptGaveNoFigures() throws IOException {
    Peers silent = peers("ViT-B-32", "echo done");
    assertThatThrownBy(() -> silent.measure(LOAD))
        .isInstanceOf(ClipException.class)
        .hasMessageContaining("bench_peers.py: expected JSON lines on stdout, found none");
    Peers garbled = peers("ViT-B-32", "echo '{\"peer\":\"x\"}'");
    assertThatThrownBy(() -> garbled.measure(LOAD))
        .isInstanceOf(ClipException.class)
        .hasMessageContaining("per_second and ms, found {\"peer\":\"x\"}");
  }
}

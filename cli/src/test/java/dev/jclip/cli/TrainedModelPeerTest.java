package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.testkit.Tolerance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model trained here, opened and computed by open_clip and transformers themselves. Runs where
 * {@code JCLIP_PYTHON} names a Python that has them.
 */
@EnabledIfEnvironmentVariable(named = "JCLIP_PYTHON", matches = ".+")
class TrainedModelPeerTest {
  private static final List<String> TEXTS = List.of("a red square at place 3", "A blue Square!");

  @TempDir private Path folder;

  @Test
  void peersEmbedTheSame() throws Exception {
    Path data = TrainingData.write(folder.resolve("data"));
    Path architecture = TrainingData.architecture(folder);
    List<String> command =
        TrainingData.command(
            data,
            architecture,
            folder,
            "run",
            "--batch-size",
            "10",
            "--steps",
            "20",
            "--warmup",
            "3");
    Jclip.Run run = Jclip.run(command.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    Path model = folder.resolve("run/model");
    Path picture = data.resolveSibling("07.png");
    String output = embed(model, picture);
    List<JsonNode> peers =
        output
            .lines()
            .filter(line -> line.startsWith("{"))
            .map(line -> JsonMapper.shared().readTree(line))
            .toList();
    assertThat(peers).as(output).hasSize(2);
    try (Clip clip = Clip.load(model)) {
      for (JsonNode peer : peers) {
        String name = peer.get("peer").stringValue();
        check(name + " image", clip.encodeImage(picture), peer.get("images").get(0));
        for (int i = 0; i < TEXTS.size(); i++) {
          check(name + " text", clip.encodeText(TEXTS.get(i)), peer.get("texts").get(i));
        }
      }
    }
  }

  private static void check(String what, float[] ours, JsonNode theirs) {
    float[] expected = new float[theirs.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = theirs.get(i).floatValue();
    }
    Tolerance.assertClose(what, ours, expected, 1e-5);
    System.out.printf("%s: %.1e%n", what, Tolerance.relativeError(ours, expected));
  }

  private static String embed(Path model, Path picture) throws Exception {
    Process process =
        new ProcessBuilder(
                System.getenv("JCLIP_PYTHON"),
                "src/test/python/embed_trained.py",
                model.toString(),
                TEXTS.get(0),
                TEXTS.get(1),
                picture.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}

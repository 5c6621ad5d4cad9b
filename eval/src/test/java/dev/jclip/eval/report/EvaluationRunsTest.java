package dev.jclip.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.LabelledOptions;
import dev.jclip.data.LabelledSet;
import dev.jclip.data.LabelledSets;
import dev.jclip.error.CheckpointException;
import dev.jclip.error.ClipException;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.report.EvaluationRuns.Outcome;
import dev.jclip.eval.report.EvaluationSettings.Existing;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.task.ClassPrompts;
import dev.jclip.eval.task.ZeroShotTask;
import dev.jclip.zeroshot.PromptTemplates;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationRunsTest {
  private static final BootstrapOptions STATISTICS = new BootstrapOptions(100, 0.95, 0);

  private final AtomicInteger evaluated = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final List<String> said = new ArrayList<>();

  @TempDir private Path folder;
  private String data;

  @BeforeEach
  void makePictures() throws IOException {
    data = folder.resolve("colours").toString();
    for (String colour : List.of("red", "green", "blue")) {
      Path pictures = Files.createDirectories(folder.resolve("colours").resolve(colour));
      for (int i = 0; i < 3; i++) {
        var image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        int value = 200 + i;
        image.setRGB(0, 0, value << (colour.equals("red") ? 16 : colour.equals("green") ? 8 : 0));
        ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
      }
    }
  }

  @Test
  void whatHasItsRecordIsNotDoneAgain() throws IOException {
    assertThat(run(Existing.KEEP, List.of("a", "b"), List.of(data)))
        .isEqualTo(new Outcome(2, 0, false));
    assertThat(evaluated).hasValue(2);
    assertThat(closed).hasValue(2);
    assertThat(said)
        .containsExactly("evaluated a 1.0", "finished a", "evaluated b 1.0", "finished b");
    assertThat(files()).contains("results.csv", "results.md");
    said.clear();
    assertThat(run(Existing.KEEP, List.of("a", "c"), List.of(data)))
        .isEqualTo(new Outcome(2, 0, false));
    assertThat(evaluated).as("only c is new").hasValue(3);
    assertThat(said)
        .containsExactly(
            "already a", "evaluated a 1.0", "finished a", "evaluated c 1.0", "finished c");
    run(Existing.REPEAT, List.of("a"), List.of(data));
    assertThat(evaluated).hasValue(4);
  }

  @Test
  void otherSettingsAreAnotherRun() {
    run(Existing.KEEP, List.of("a"), List.of(data));
    new EvaluationRuns(
            EvaluationSettings.builder("zeroshot_classification", output(), features())
                .statistics(new BootstrapOptions(101, 0.95, 0))
                .plots(RunPlots.none())
                .build(),
            listener())
        .run(List.of("a"), this::open, List.of(data), this::evaluations);
    assertThat(evaluated).hasValue(2);
  }

  @Test
  void whatFailsDoesNotEndTheOthers() {
    Outcome outcome =
        run(Existing.KEEP, List.of("none", "a"), List.of(folder.resolve("no").toString(), data));
    assertThat(outcome).isEqualTo(new Outcome(1, 2, false));
    assertThat(said)
        .startsWith("failed none: no such model", "finished none")
        .anyMatch(line -> line.startsWith("failed a on " + folder.resolve("no")))
        .endsWith("evaluated a 1.0", "finished a");
    assertThat(closed).hasValue(1);
  }

  @Test
  void theOnlyRunsFailureIsThrown() {
    assertThatThrownBy(() -> run(Existing.KEEP, List.of("none"), List.of(data)))
        .isInstanceOf(CheckpointException.class);
    assertThatThrownBy(
            () -> run(Existing.KEEP, List.of("a"), List.of(folder.resolve("no").toString())))
        .isInstanceOf(DataException.class);
    assertThat(closed).as("it is closed although it failed").hasValue(1);
  }

  @Test
  void picturesThatWereLeftOutAreSaid() throws IOException {
    Files.writeString(folder.resolve("colours/red/broken.png"), "no image");
    assertThat(run(Existing.KEEP, List.of("a"), List.of(data))).isEqualTo(new Outcome(1, 0, true));
    assertThat(run(Existing.KEEP, List.of("a"), List.of(data)))
        .as("as the record says")
        .isEqualTo(new Outcome(1, 0, true));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("output"), "a file");
    assertThatThrownBy(() -> run(Existing.KEEP, List.of("a"), List.of(data)))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(file + ": the folder for the records cannot be made")
        .hasMessageNotContaining("--");
  }

  private Outcome run(Existing existing, List<String> models, List<String> datasets) {
    EvaluationSettings settings =
        EvaluationSettings.builder("zeroshot_classification", output(), features())
            .statistics(STATISTICS)
            .plots(RunPlots.none())
            .existing(existing)
            .build();
    return new EvaluationRuns(settings, listener())
        .run(models, this::open, datasets, this::evaluations);
  }

  private Path output() {
    return folder.resolve("output");
  }

  private Path features() {
    return folder.resolve("features");
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(output())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private EvaluatedModel open(String name) {
    if (name.equals("none")) {
      throw new CheckpointException("no such model");
    }
    return new EvaluatedModel("custom", new PixelModel(name.repeat(64)), closed::incrementAndGet);
  }

  private List<Evaluation> evaluations(String dataset) {
    LabelledSet set = LabelledSets.open(dataset, LabelledOptions.defaults());
    return List.of(
        new Evaluation() {
          @Override
          public Map<String, String> asked() {
            return Map.of("prompts", "a photo of {c}");
          }

          @Override
          public String fingerprint(FeatureExtractor extractor) {
            return extractor.fingerprint(set.examples());
          }

          @Override
          public RunRecord run(FeatureExtractor extractor, RunWriter writer) {
            evaluated.incrementAndGet();
            var prompts = ClassPrompts.of(set.classNames(), PromptTemplates.photo());
            return writer.write(
                new ZeroShotTask(extractor, STATISTICS).evaluate(set, prompts), RunPlots.none());
          }
        });
  }

  private EvaluationListener listener() {
    return new EvaluationListener() {
      @Override
      public void evaluated(RunRecord record, Path file) {
        said.add("evaluated %s %s".formatted(record.pretrained(), record.metrics().get("acc1")));
        assertThat(RunRecord.read(file).pretrained()).isEqualTo(record.pretrained());
      }

      @Override
      public void doneAlready(Path file) {
        said.add("already " + file.getFileName().toString().replaceFirst("colours_(.)_.*", "$1"));
      }

      @Override
      public void failed(String what, RuntimeException reason) {
        said.add("failed %s: %s".formatted(what, reason.getMessage()));
      }

      @Override
      public void finished(String model) {
        said.add("finished " + model);
      }
    };
  }
}

package dev.jclip.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.CaptionedOptions;
import dev.jclip.data.CaptionedSets;
import dev.jclip.data.DescribedSet;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.FeatureListener;
import dev.jclip.eval.feature.FeatureModel;
import dev.jclip.eval.metric.caption.Statement;
import dev.jclip.eval.metric.caption.Statement.Relation;
import dev.jclip.eval.metric.caption.Statement.Thing;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Comparison;
import dev.jclip.eval.task.CaptionReader;
import dev.jclip.eval.task.CaptionSource.Candidates;
import dev.jclip.eval.task.CaptionTask;
import dev.jclip.eval.task.KnownFields;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionRunTest {
  private static final BootstrapOptions STATISTICS = new BootstrapOptions(100, 0.95, 0);
  private static final KnownFields FIELDS = new KnownFields("objects", "relations", "colour");

  @TempDir private Path folder;

  @BeforeEach
  void makePictures() throws IOException {
    for (String colour : List.of("red", "green")) {
      var image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
      image.setRGB(0, 0, colour.equals("red") ? 0xff0000 : 0x00ff00);
      ImageIO.write(image, "png", folder.resolve(colour + ".png").toFile());
    }
    known(
        "'objects':[{'shape':'mug','colour':'red'},'box'],'relations':[{'subject':0,'relation':'on','object':1}]",
        "'objects':['ball']");
  }

  private void known(String ofRed, String ofGreen) throws IOException {
    Files.writeString(
        folder.resolve("metadata.jsonl"),
        """
        {'file_name':'red.png','text':'a red mug on a box',%s}
        {'file_name':'green.png','text':'a ball that is green',%s}
        """
            .formatted(ofRed, ofGreen)
            .replace('\'', '"'));
  }

  /** Reads words: those that are names, with "red" before them, and "on" between two of them. */
  private record Words(Set<String> names) implements CaptionReader {
    @Override
    public Statement read(String caption) {
      var things = new ArrayList<Thing>();
      Optional<String> colour = Optional.empty();
      for (String word : caption.split(" ", -1)) {
        if (names.contains(word)) {
          things.add(new Thing(word, colour));
        }
        colour = word.equals("red") ? Optional.of(word) : Optional.empty();
      }
      return new Statement(
          things,
          things.size() == 2 && caption.contains(" on ")
              ? List.of(new Relation(0, "on", 1), new Relation(0, "beside", 1))
              : List.of());
    }

    @Override
    public boolean agree(String name, String other) {
      return name.equals(other);
    }
  }

  private Path run(String name, String model, Map<String, String> captions) {
    return run(name, model, Candidates.of(captions));
  }

  private Path run(String name, String model, Candidates candidates) {
    DescribedSet set =
        CaptionedSets.openDescribed(folder.toString(), CaptionedOptions.defaults(), FIELDS.names());
    var judge =
        new FeatureExtractor(
            FeatureModel.of(new PixelModel(model.repeat(64))),
            folder.resolve("features"),
            2,
            FeatureListener.NONE);
    Path file = folder.resolve(name + ".json");
    var identity = new RunIdentity("set", "custom", name, "en", "1", model, "data", Map.of());
    new RunWriter(file, identity)
        .write(
            new CaptionTask(judge, STATISTICS, FIELDS, Words::new)
                .evaluate(set, (_, _) -> candidates));
    return file;
  }

  @Test
  void writesAllFigures() throws IOException {
    Path file = run("a", "a", Map.of("red.png", "a red mug on a box", "green.png", "a mug"));
    RunRecord record = RunRecord.read(file);
    assertThat(record.task()).isEqualTo("captioning");
    assertThat(record.metrics())
        .containsOnlyKeys(
            "bleu_1",
            "bleu_2",
            "bleu_3",
            "bleu_4",
            "rouge_l",
            "cider",
            "cider_d",
            "clip_score",
            "ref_clip_score",
            "chair_i",
            "chair_s",
            "object_recall",
            "coloured_object_precision",
            "coloured_object_recall",
            "relation_accuracy")
        .containsEntry("chair_i", 1 / 3.0)
        .containsEntry("chair_s", 0.5)
        .containsEntry("object_recall", 2 / 3.0)
        .containsEntry("coloured_object_precision", 1.0)
        .containsEntry("relation_accuracy", 1.0);
    double cosine = 255 / Math.sqrt(255 * 255 + 100 * 100);
    assertThat(Files.readString(folder.resolve("a.examples.jsonl")))
        .as("of a text that lies along red")
        .contains("\"clipScore\":%.5f".formatted(2.5 * cosine));
  }

  @Test
  void oneThingAndItsColourMayBeTexts() throws IOException {
    known("'objects':'Mug','colour':'Red'", "'objects':'Ball','colour':'Green'");
    Path file = run("a", "a", Map.of("red.png", "a red mug", "green.png", "a red ball"));
    assertThat(RunRecord.read(file).metrics())
        .containsEntry("object_recall", 1.0)
        .containsEntry("coloured_object_precision", 0.5)
        .containsEntry("coloured_object_recall", 0.5);
  }

  @Test
  void whatNeedsAPersonIsLeftOutAndCounted() {
    Path file = run("a", "a", new Candidates(Map.of("red.png", "a red mug"), Set.of("green.png")));
    RunRecord record = RunRecord.read(file);
    assertThat(record.metrics()).containsEntry("answered", 0.5).containsEntry("chair_i", 0.0);
    assertThat(record.metrics()).containsEntry("object_recall", 0.5);
    assertThat(RunComparison.of(file, file, STATISTICS).comparisons()).hasSize(15);
    assertThatThrownBy(
            () -> run("b", "a", new Candidates(Map.of(), Set.of("red.png", "green.png"))))
        .hasMessageContaining("the captions of 2 need a person");
  }

  @Test
  void twoRunsAreCompared() {
    Map<String, String> right = Map.of("red.png", "a red mug on a box", "green.png", "a ball");
    Map<String, String> wrong = Map.of("red.png", "a red ball on a box", "green.png", "a ball");
    Path first = run("a", "a", wrong);
    assertThat(RunComparison.of(first, run("b", "a", right), STATISTICS).comparisons())
        .anySatisfy(
            comparison -> {
              assertThat(comparison.metric()).isEqualTo("coloured_object_precision");
              assertThat(comparison.difference()).isEqualTo(1);
            })
        .extracting(Comparison::metric)
        .contains("clip_score", "cider_d");
    assertThat(RunComparison.of(first, run("c", "b", right), STATISTICS).comparisons())
        .as("of another judge")
        .extracting(Comparison::metric)
        .contains("cider_d")
        .doesNotContain("clip_score", "ref_clip_score");
  }

  @Test
  void whatIsMissingOrNotUnderstoodIsNamed() throws IOException {
    assertThatThrownBy(() -> run("a", "a", Map.of("red.png", "a mug")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("expected a caption of each image", "none of green.png among 1");
    known("'objects':7", "'objects':['ball']");
    assertFails("red.png: objects: expected a list, found NUMBER");
    known("'objects':[{'box':[1,2]}]", "'objects':['ball']");
    assertFails("expected names, or objects with one of name, label, category, shape");
    known(
        "'objects':['mug'],'relations':[{'subject':0,'relation':'on','object':1}]",
        "'objects':['ball']");
    assertFails("a subject and an object from 0 to 0");
  }

  private void assertFails(String message) {
    assertThatThrownBy(() -> run("a", "a", Map.of("red.png", "a mug", "green.png", "a ball")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void withoutKnownThingsThereAreNoFiguresOfThem() throws IOException {
    known("'x':1", "'x':2");
    Path file = run("a", "a", Map.of("red.png", "a mug", "green.png", "a ball"));
    assertThat(RunRecord.read(file).metrics()).containsKey("cider").doesNotContainKey("chair_i");
    assertThat(RunComparison.of(file, file, STATISTICS).comparisons()).hasSize(9);
  }
}

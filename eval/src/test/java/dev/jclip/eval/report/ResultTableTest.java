package dev.jclip.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
  @TempDir private Path folder;

  private static RunRecord jclips(
      String dataset, String checkpoint, double accuracy, Map<String, String> options) {
    Map<String, Object> interval =
        Map.of("low", accuracy - 0.2, "high", accuracy + 0.1, "confidence", 0.95, "method", "BCA");
    return new RunRecord(
        dataset,
        "ViT-B-32",
        checkpoint,
        RunWriter.LINEAR_PROBE,
        Map.of("lp_acc1", accuracy, "C", 2.0),
        "en",
        Map.of("intervals", Map.of("lp_acc1", interval), "options", options));
  }

  private static RunRecord theirs(String dataset, String checkpoint, double accuracy) {
    return new RunRecord(
        dataset,
        "ViT-B-32",
        checkpoint,
        RunWriter.LINEAR_PROBE,
        Map.of("lp_acc1", accuracy),
        "en",
        Map.of());
  }

  private static List<String> lines(RunRecord... records) {
    return new ResultTable(List.of(records)).markdown().lines().toList();
  }

  @Test
  void rowsAreModelsColumnsFiguresAndTheBestIsBold() {
    assertThat(
            lines(
                jclips("cars", "b", 0.5, Map.of()),
                jclips("cars", "a|x", 0.7, Map.of()),
                jclips("birds", "b", 0.25, Map.of())))
        .containsExactly(
            "### linear_probe",
            "",
            "| model | birds lp_acc1 | cars lp_acc1 |",
            "| --- | ---: | ---: |",
            "| ViT-B-32 b | **25.0** (5.0–35.0) | 50.0 (30.0–60.0) |",
            "| ViT-B-32 a\\|x |  | **70.0** (50.0–80.0) |",
            "");
  }

  @Test
  void ofErrorsTheLeastIsBold() {
    assertThat(lines(captions("b", 0.1), captions("c", 0.2)))
        .contains("| ViT-B-32 b | **10.0** |", "| ViT-B-32 c | 20.0 |");
  }

  private static RunRecord captions(String checkpoint, double hallucinated) {
    return new RunRecord(
        "coco",
        "ViT-B-32",
        checkpoint,
        RunWriter.CAPTIONING,
        Map.of("chair_i", hallucinated),
        "en",
        Map.of());
  }

  @Test
  void recordsWithoutIntervalsAreShownToo() {
    assertThat(lines(theirs("cars", "b", 0.5), theirs("cars", "c", Double.NaN)))
        .contains("| ViT-B-32 b | **50.0** |", "| ViT-B-32 c |  |");
  }

  @Test
  void runsOfOneModelOnOneDataSetHaveARowEach() {
    assertThat(
            lines(
                jclips("cars", "b", 0.5, Map.of("seed", "0", "fewshot-k", "16")),
                jclips("cars", "b", 0.6, Map.of("seed", "0", "fewshot-k", "2")),
                jclips("birds", "b", 0.7, Map.of("seed", "0"))))
        .contains(
            "| ViT-B-32 b | **70.0** (50.0–80.0) |  |",
            "| ViT-B-32 b (fewshot-k 2) |  | **60.0** (40.0–70.0) |",
            "| ViT-B-32 b (fewshot-k 16) |  | 50.0 (30.0–60.0) |");
    assertThat(lines(theirs("cars", "b", 0.5), theirs("cars", "b", 0.4)))
        .contains("| ViT-B-32 b (run 1) | **50.0** |", "| ViT-B-32 b (run 2) | 40.0 |");
  }

  @Test
  void csvHasARowARunWithIntervals() throws IOException {
    Path csv = folder.resolve("results.csv");
    new ResultTable(
            List.of(jclips("cars", "b", 0.5, Map.of()), theirs("cars, old", "c", Double.NaN)))
        .writeCsv(csv);
    assertThat(Files.readAllLines(csv))
        .hasSize(3)
        .element(0)
        .asString()
        .startsWith("acc1,acc5,mean_per_class_recall,dataset,model,pretrained,task,")
        .contains("model_fullname,language,")
        .endsWith("lp_acc1_low,lp_acc1_high");
    assertThat(Files.readAllLines(csv).get(1))
        .startsWith("\"\",,,cars,ViT-B-32,b,linear_probe,,,,ViT-B-32 b,en,")
        .endsWith(",0.3,0.6");
    assertThat(Files.readAllLines(csv).get(2))
        .startsWith("\"\",,,\"cars, old\",ViT-B-32,c,linear_probe,,,,ViT-B-32 c,en,")
        .endsWith(",,");
  }

  @Test
  void probesWithAFewPicturesAClassMakeACurve() throws IOException {
    var table =
        new ResultTable(
            List.of(
                jclips("cars", "b", 0.5, Map.of("seed", "0", "fewshot-k", "1")),
                jclips("cars", "b", 0.6, Map.of("seed", "0", "fewshot-k", "2")),
                jclips("cars", "b", 0.6, Map.of("seed", "1", "fewshot-k", "2")),
                jclips("cars", "b", 0.7, Map.of("seed", "0"))));
    table.plotFewShot(folder, RunPlots.none());
    assertThat(folder).isEmptyDirectory();
    table.plotFewShot(folder, RunPlots.drawn());
    try (Stream<Path> plots = Files.list(folder)) {
      assertThat(plots).hasSize(1);
    }
  }
}

package dev.jclip.cli;

import static dev.jclip.cli.Jclip.MODEL;
import static dev.jclip.cli.Jclip.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.Jclip.Run;
import dev.jclip.cli.terminal.ExitCode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands of {@code jclip eval}, from files to files, with a small model of random weights.
 */
class EvalCommandTest {
  private static final List<String> CLASSES = List.of("blue boat", "cat", "red bird");
  private static final int PER_CLASS = 8;

  @TempDir private Path folder;
  private Path results = Path.of("");

  @BeforeEach
  void makePictures() throws IOException {
    results = folder.resolve("results");
    var random = new Random(5);
    for (String split : List.of("train", "test")) {
      for (int c = 0; c < CLASSES.size(); c++) {
        Path ofClass =
            Files.createDirectories(folder.resolve("set").resolve(split).resolve(CLASSES.get(c)));
        for (int i = 0; i < PER_CLASS; i++) {
          ImageIO.write(picture(c, random), "png", ofClass.resolve(i + ".png").toFile());
        }
      }
    }
  }

  private static BufferedImage picture(int c, Random random) {
    var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    int[] colours = {0x2030f0, 0x808080, 0xf03020};
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        Color base = new Color(colours[c]);
        int noise = random.nextInt(60);
        image.setRGB(
            x,
            y,
            new Color(
                    Math.min(255, base.getRed() + noise),
                    base.getGreen(),
                    base.getBlue() - noise / 4)
                .getRGB());
      }
    }
    return image;
  }

  private Run eval(String task, String... more) {
    return evalOf(task, folder.resolve("set").toString(), more);
  }

  private Run evalOf(String task, String dataset, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "eval",
                task,
                "--json",
                "--model",
                MODEL.toString(),
                "--dataset",
                dataset,
                "--output",
                results.toString(),
                "--feature-root",
                folder.resolve("features").toString(),
                "--resamples",
                "200"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static JsonNode record(Run run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    Path file = Path.of(run.json().getFirst().get("record").asString());
    return JsonMapper.shared().readTree(Files.readAllBytes(file));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void zeroShotLeavesARecordExamplesTablesAndPlots() throws IOException {
    JsonNode record = record(eval("zero-shot", "--template", "a {c}", "--template", "{c}, photo"));
    assertThat(record.get("task").asString()).isEqualTo("zeroshot_classification");
    assertThat(record.get("metrics").propertyNames())
        .containsExactly("acc1", "mean_per_class_recall");
    JsonNode details = record.get("jclip");
    assertThat(details.get("pictures").asInt()).isEqualTo(3 * PER_CLASS);
    assertThat(details.get("modelFingerprint").asString()).hasSize(64);
    assertThat(details.get("classnames").get(0).asString()).isEqualTo("blue boat");
    assertThat(details.get("prompts").get(1).get(0).asString()).isEqualTo("a cat");
    assertThat(details.get("promptSensitivity").get("variants")).hasSize(2);
    assertThat(details.get("promptSensitivity").get("crossFittedBest").asDouble())
        .isBetween(0.0, 1.0);
    JsonNode unknown = details.get("unknown");
    assertThat(unknown.get("auroc").asDouble()).isBetween(0.0, 1.0);
    assertThat(unknown.get("knownKept").asDouble()).isGreaterThanOrEqualTo(0.95);
    JsonNode youden = unknown.get("youden");
    for (JsonNode point : unknown.get("roc")) {
      assertThat(youden.get("known").asDouble() - youden.get("unknown").asDouble())
          .isGreaterThanOrEqualTo(point.get("known").asDouble() - point.get("unknown").asDouble());
    }
    assertThat(details.get("calibration").get("bins")).hasSize(15);
    double accuracy = record.get("metrics").get("acc1").asDouble();
    JsonNode interval = details.get("intervals").get("acc1");
    assertThat(accuracy).isBetween(interval.get("low").asDouble(), interval.get("high").asDouble());
    assertThat(files())
        .anyMatch(name -> name.endsWith(".examples.jsonl"))
        .anyMatch(name -> name.endsWith("_reliability.png"))
        .anyMatch(name -> name.endsWith("_confusion.png"))
        .anyMatch(name -> name.endsWith("_unknown.png"))
        .anyMatch(name -> name.endsWith("_prompts.png"))
        .contains("results.csv", "results.md");
    assertThat(Files.readString(results.resolve("results.csv")))
        .startsWith("acc1,acc5,mean_per_class_recall,dataset,model,pretrained,task,");
  }

  @Test
  void whatIsDoneIsLeftUnlessForced() throws IOException {
    JsonNode first = record(eval("zero-shot"));
    assertThat(record(eval("zero-shot"))).isEqualTo(first);
    assertThat(record(eval("zero-shot", "--force")).get("jclip").get("created"))
        .isNotEqualTo(first.get("jclip").get("created"));
    assertThat(record(eval("zero-shot", "--template", "{c}")).get("jclip").get("id"))
        .isNotEqualTo(first.get("jclip").get("id"));
  }

  @Test
  void linearProbesLearnWhatTheFeaturesShow() throws IOException {
    JsonNode full = record(eval("linear-probe"));
    assertThat(full.get("metrics").get("lp_acc1").asDouble()).isGreaterThan(0.9);
    assertThat(full.get("jclip").get("sweep").size()).isGreaterThan(10);
    JsonNode shots = record(eval("linear-probe", "--fewshot-k", "2", "--C", "10"));
    assertThat(shots.get("jclip").get("trainingPictures").asInt()).isEqualTo(6);
    assertThat(shots.get("metrics").get("C").asDouble()).isEqualTo(10);
    JsonNode unit = record(eval("linear-probe", "--C", "10"));
    JsonNode raw = record(eval("linear-probe", "--C", "10", "--no-normalize"));
    assertThat(raw.get("jclip").get("objective")).isNotEqualTo(unit.get("jclip").get("objective"));
    Run several = eval("linear-probe", "--fewshot-k", "1,2", "--C", "10");
    assertThat(several.json()).hasSize(2);
    assertThat(files()).filteredOn(name -> name.startsWith("fewshot_")).hasSize(1);
    assertThat(Files.readString(results.resolve("results.md")))
        .contains(
            "(C none, fewshot-k none, normalize true)",
            "(C 10.0, fewshot-k none, normalize false)",
            "(C 10.0, fewshot-k 1, normalize true)",
            "(C 10.0, fewshot-k 2, normalize true)");
    Run tooMany = eval("linear-probe", "--fewshot-k", "9", "--C", "1");
    assertThat(tooMany.code()).isEqualTo(ExitCode.USAGE);
    assertThat(tooMany.err())
        .contains("expected 9 training images or more of each class, found fewer of 3 classes")
        .contains("blue boat 8");
  }

  /** All images of a split in a table, with the split as a column. */
  private Path table(String name, String... splits) throws IOException {
    var rows = new StringBuilder("image,label,part\n");
    for (String split : splits) {
      for (String label : CLASSES) {
        for (int i = 0; i < PER_CLASS; i++) {
          rows.append("set/%s/%s/%d.png,%s,%s\n".formatted(split, label, i, label, split));
        }
      }
    }
    return Files.writeString(folder.resolve(name), rows);
  }

  private static void assertRefused(Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(parts);
  }

  @Test
  void aProbeIsNotJudgedByWhatItLearnedFrom() throws IOException {
    String test = table("test.csv", "test").toString();
    assertRefused(
        evalOf("linear-probe", test),
        "test.csv: expected the split train, found data without splits",
        "--train-dataset",
        "--split-by");
    assertRefused(
        evalOf("linear-probe", test, "--train-dataset", test),
        "24 training images are test images too, byte for byte, such as set/test/blue boat/0.png");
    assertRefused(
        eval("linear-probe", "--split", "train"), "24 training images are test images too");

    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    for (String label : CLASSES) {
      Files.createDirectories(elsewhere.resolve(label));
      for (int i = 0; i < PER_CLASS; i++) {
        String split = i == 0 ? "test" : "train";
        Files.copy(
            folder.resolve("set/%s/%s/%d.png".formatted(split, label, i)),
            elsewhere.resolve(label + "/copy-" + i + ".png"));
      }
    }
    String copies = elsewhere.toString();
    assertRefused(
        evalOf("linear-probe", test, "--train-dataset", copies),
        "elsewhere and test.csv: 3 training images are test images too",
        "blue boat/copy-0.png = set/test/blue boat/0.png");
    JsonNode dropped =
        record(evalOf("linear-probe", test, "--train-dataset", copies, "--overlap", "drop"));
    assertThat(dropped.get("jclip").get("trainingPictures").asInt()).isEqualTo(3 * PER_CLASS - 3);
    assertThat(dropped.get("jclip").get("sharedPictures").get("trainingAndTest").asInt())
        .isEqualTo(3);
    JsonNode kept =
        record(evalOf("linear-probe", test, "--train-dataset", copies, "--overlap", "keep"));
    assertThat(kept.get("jclip").get("trainingPictures").asInt()).isEqualTo(3 * PER_CLASS);
    assertThat(kept.get("jclip").get("sharedPictures").get("policy").asString()).isEqualTo("KEEP");
  }

  @Test
  void aStrengthIsNotFoundByPicturesOfTheTest() throws IOException {
    assertRefused(
        eval("linear-probe", "--val-split", "test"), "24 validation images are test images too");
    assertRefused(
        eval("linear-probe", "--val-split", "train"),
        "24 training images are validation images too");
  }

  @Test
  void dataWithoutSplitsIsCutWhenAsked() throws IOException {
    String all = table("all.csv", "train", "test").toString();
    JsonNode random = record(evalOf("linear-probe", all, "--split-by", "random:0.25"));
    assertThat(random.get("jclip").get("pictures").asInt()).isEqualTo(12);
    assertThat(random.get("jclip").get("trainingPictures").asInt()).isEqualTo(36);
    assertThat(random.get("jclip").get("sharedPictures").get("trainingAndTest").asInt()).isZero();
    JsonNode again = record(evalOf("linear-probe", all, "--split-by", "random:0.25", "--force"));
    assertThat(again.get("jclip").get("picturesFingerprint"))
        .isEqualTo(random.get("jclip").get("picturesFingerprint"));
    JsonNode other =
        record(evalOf("linear-probe", all, "--split-by", "random:0.25", "--seed", "1"));
    assertThat(other.get("jclip").get("picturesFingerprint"))
        .isNotEqualTo(random.get("jclip").get("picturesFingerprint"));

    JsonNode column = record(evalOf("linear-probe", all, "--split-by", "column:part"));
    JsonNode own = record(eval("linear-probe"));
    assertThat(column.get("metrics")).isEqualTo(own.get("metrics"));
    JsonNode zeroShot =
        record(evalOf("zero-shot", all, "--split-by", "column:part", "--split", "train"));
    assertThat(zeroShot.get("jclip").get("pictures").asInt()).isEqualTo(24);
    Run wrong = evalOf("linear-probe", all, "--split-by", "half");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("expected random:SHARE, hash:SHARE or column:NAME");
  }

  @Test
  void splitsThatTheDataDoesNotHaveAreRefused() throws IOException {
    String table = table("t.csv", "test").toString();
    String training = table("u.csv", "train").toString();
    assertRefused(
        evalOf("zero-shot", table, "--split", "val"), "t.csv: expected the split val, found data");
    assertRefused(
        evalOf("linear-probe", table, "--train-dataset", training, "--train-split", "train"),
        "u.csv: expected the split train, found data");
    assertThat(record(evalOf("linear-probe", table, "--train-dataset", training)).get("task"))
        .isNotNull();
    assertThat(
            record(
                    evalOf(
                        "linear-probe", table, "--train-dataset", folder.resolve("set").toString()))
                .get("jclip")
                .get("trainingPictures")
                .asInt())
        .as("another set's training split")
        .isEqualTo(24);
    Path captions =
        Files.writeString(folder.resolve("c.csv"), "image,caption\nset/test/cat/0.png,a cat\n");
    assertRefused(
        evalOf("retrieval", captions.toString(), "--split", "val"),
        "c.csv: expected the split val, found data without splits");
    Path choices =
        Files.writeString(
            folder.resolve("d.json"),
            "[{\"image\":\"set/test/cat/0.png\",\"captions\":[\"a cat\",\"a dog\"]}]");
    Run selection = evalOf("caption-selection", choices.toString(), "--split", "val");
    assertThat(selection.code()).isEqualTo(ExitCode.USAGE);
    assertThat(selection.err()).contains("--split val: files of captions to choose from have no");
  }

  @Test
  void whatIsOfNoClassIsNotOfAClassToo() throws IOException {
    Path others = Files.createDirectories(folder.resolve("others"));
    Files.copy(folder.resolve("set/test/cat/3.png"), others.resolve("x.png"));
    assertRefused(
        eval("zero-shot", "--unknown", others.toString()),
        "1 images of no class are images of a class too",
        "x.png = cat/3.png");
    Files.delete(others.resolve("x.png"));
    for (int i = 0; i < 4; i++) {
      ImageIO.write(picture(i % 3, new Random(i)), "png", others.resolve(i + ".png").toFile());
    }
    JsonNode unknown =
        record(eval("zero-shot", "--unknown", others.toString())).get("jclip").get("unknown");
    assertThat(unknown.get("crossFitted").get("auroc").asDouble()).isBetween(0.0, 1.0);
    assertThat(unknown.get("crossFitted").propertyNames())
        .containsExactly("auroc", "knownKept", "unknownKept", "youdenKnown", "youdenUnknown");
  }

  @Test
  void retrievalAndSelectionAreCompared() throws IOException {
    Path captions = folder.resolve("captions.csv");
    Path choices = folder.resolve("choices.json");
    var rows = new StringBuilder("image,caption\n");
    var tasks = new ArrayList<String>();
    for (String name : CLASSES) {
      for (int i = 0; i < PER_CLASS; i++) {
        String image = "set/test/" + name + "/" + i + ".png";
        rows.append(image + ",a " + name + "\n" + image + ",\"" + name + ", photo " + i + "\"\n");
        tasks.add("{\"image\":\"%s\",\"captions\":[\"a %s\",\"a dog\"]}".formatted(image, name));
      }
    }
    Files.writeString(captions, rows);
    Files.writeString(choices, "[" + String.join(",", tasks) + "]");
    JsonNode retrieval = record(evalOf("retrieval", captions.toString(), "--recall-k", "1,5"));
    assertThat(retrieval.get("metrics").propertyNames())
        .containsExactly(
            "image_retrieval_recall@1",
            "text_retrieval_recall@1",
            "image_retrieval_recall@5",
            "text_retrieval_recall@5");
    assertThat(retrieval.get("jclip").get("captions").asInt()).isEqualTo(6 * PER_CLASS);
    JsonNode selection = record(evalOf("caption-selection", choices.toString()));
    assertThat(selection.get("metrics").propertyNames())
        .containsExactly("image_acc", "text_acc", "acc");
    assertThat(selection.get("metrics").get("image_acc").asDouble()).isEqualTo(1);
  }

  @Test
  void runsOnTheSameExamplesAreCompared() throws IOException {
    String first = eval("zero-shot").json().getFirst().get("record").asString();
    String second =
        eval("zero-shot", "--template", "{c} {c} photo").json().getFirst().get("record").asString();
    List<JsonNode> lines =
        run("eval", "compare", "--json", "--resamples", "200", first, second).json();
    assertThat(lines)
        .extracting(line -> line.get("metric").asString())
        .containsExactly("acc1", "mean_per_class_recall");
    for (JsonNode line : lines) {
      assertThat(line.get("p").asDouble()).isBetween(0.0, 1.0);
      assertThat(line.get("difference").asDouble())
          .isBetween(line.get("low").asDouble(), line.get("high").asDouble());
    }
    String other = eval("zero-shot", "--split", "train").json().getFirst().get("record").asString();
    String retrieved = eval("linear-probe", "--C", "1").json().getFirst().get("record").asString();
    assertThat(run("eval", "compare", first, retrieved).err())
        .contains("expected runs of one task, found zeroshot_classification and linear_probe");
    assertThat(run("eval", "table", results.toString()).out())
        .contains("### linear_probe")
        .contains("### zeroshot_classification");
    assertThat(run("eval", "compare", first, other).code()).isIn(ExitCode.DONE, ExitCode.FAILED);
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Run template = eval("zero-shot", "--template", "a photo");
    assertThat(template.code()).isEqualTo(ExitCode.USAGE);
    assertThat(template.err()).contains("template \"a photo\": expected {}");

    Path names = folder.resolve("names.txt");
    Files.writeString(names, "blue boat\ncat\nred bird\nzebra\n");
    Path csv = folder.resolve("labels.csv");
    Files.writeString(
        csv,
        "image,label\nset/test/cat/0.png,cat\nset/test/cat/1.png,dog\nset/test/cat/2.png,cat\n");
    Run unnamed = evalOf("zero-shot", csv.toString(), "--classnames", names.toString());
    assertThat(unnamed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unnamed.err()).contains("dog");

    Run absent =
        evalOf("zero-shot", csv.toString(), "--classnames", names.toString(), "--skip-unnamed");
    assertThat(absent.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(absent.err())
        .contains("1 entries were skipped")
        .contains("3 class names without images")
        .contains("zebra");

    Files.writeString(csv, "image,label\nset/test/cat/0.png,cat\nset/test/cat/1.png,cat\n");
    Run one = evalOf("zero-shot", csv.toString());
    assertThat(one.code()).isEqualTo(ExitCode.FAILED);
    assertThat(one.err()).contains("class");

    Run nowhere = evalOf("zero-shot", folder.resolve("nothing").toString());
    assertThat(nowhere.code()).isEqualTo(ExitCode.FAILED);
    assertThat(nowhere.err()).contains("no such file or folder");
  }

  @Test
  void oneBadDataSetDoesNotEndTheOthers() throws IOException {
    Run both =
        evalOf(
            "zero-shot",
            folder.resolve("nothing").toString(),
            "--dataset",
            folder.resolve("set").toString());
    assertThat(both.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(both.err()).contains("no such file or folder");
    assertThat(both.json()).hasSize(1);
  }
}

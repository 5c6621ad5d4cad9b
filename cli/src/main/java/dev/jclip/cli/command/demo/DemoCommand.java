package dev.jclip.cli.command.demo;

import dev.jclip.Clip;
import dev.jclip.cli.command.demo.DemoScenes.Picture;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.ContactSheet;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.image.RgbImage;
import dev.jclip.io.UserCache;
import dev.jclip.scene.Split;
import dev.jclip.zeroshot.ZeroShotClassifier;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Searches and classifies rendered scenes with the bundled model. */
@Command(
    name = "demo",
    description =
        "Renders scenes, searches them by text and classifies them, with the model that comes with jclip; needs no network.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int SHOWN = 5;
  private static final int SIDE = 128;
  private static final Color RIGHT = new Color(0, 158, 60);

  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many scenes are searched. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "jclip-demo.png",
      description = "The contact sheet. Default: ${DEFAULT-VALUE}.")
  private Path sheetFile = Path.of("");

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where the scenes are kept for the next time. Default: ~/.cache/jclip, or below XDG_CACHE_HOME.")
  private Path cache = UserCache.folder();

  @Override
  public Integer call() {
    if (count < 2 * SHOWN) {
      throw new IllegalArgumentException(
          "--scenes: expected %d or more, found %d".formatted(2 * SHOWN, count));
    }
    List<Picture> pictures = DemoScenes.in(cache, count, output);
    var answers = new Answers(command, output);
    var sheet =
        new ContactSheet(
            SIDE, "Green frame: the scene is what the query or label says, by its own record");
    try (Clip clip = Clip.load("bundled")) {
      Gallery gallery = embed(clip, pictures);
      search(gallery, sheet, answers);
      classify(clip, gallery, sheet, answers);
    }
    sheet.write(sheetFile);
    answers.give(Map.of("sheet", sheetFile.toString()), nextSteps());
    return ExitCode.DONE;
  }

  /** Images and their embeddings, in the same order. */
  private record Gallery(Clip clip, List<Picture> pictures, List<float[]> embeddings) {
    SearchOutcome search(DemoQuery query, float[] embedding) {
      return SearchOutcome.of(
          query, embedding, pictures.stream().map(Picture::facts).toList(), embeddings);
    }

    ContactSheet.Cell cell(int index, String caption, boolean isRight) {
      RgbImage image = clip.decode(pictures.get(index).file());
      return new ContactSheet.Cell(image, caption, isRight ? Optional.of(RIGHT) : Optional.empty());
    }
  }

  private Gallery embed(Clip clip, List<Picture> pictures) {
    var embeddings = new ArrayList<float[]>();
    try (Progress progress = output.progress("embed", pictures.size())) {
      clip.<Picture>encodeImages(
          pictures.iterator(),
          picture -> clip.decode(picture.file()),
          (_, embedding) -> {
            embeddings.add(embedding);
            progress.advance(1);
          });
    }
    return new Gallery(clip, pictures, embeddings);
  }

  private static void search(Gallery gallery, ContactSheet sheet, Answers answers) {
    List<float[]> embeddings =
        gallery.clip().encodeTexts(DemoQuery.ALL.stream().map(DemoQuery::text).toList());
    var outcomes = new ArrayList<SearchOutcome>();
    for (int i = 0; i < DemoQuery.ALL.size(); i++) {
      DemoQuery query = DemoQuery.ALL.get(i);
      SearchOutcome outcome = gallery.search(query, embeddings.get(i));
      show(query, outcome, gallery, sheet, answers);
      outcomes.add(outcome);
    }
    giveMeanRecall(outcomes, answers);
  }

  private static void show(
      DemoQuery query,
      SearchOutcome outcome,
      Gallery gallery,
      ContactSheet sheet,
      Answers answers) {
    var cells = new ArrayList<ContactSheet.Cell>();
    var found = new ArrayList<Map<String, Object>>();
    var row = new StringBuilder("\"%s\": %s".formatted(query.text(), verdict(outcome)));
    for (SearchOutcome.Result result : outcome.first(SHOWN)) {
      String caption = gallery.pictures().get(result.index()).caption();
      String similarity = String.format(Locale.ROOT, "%.3f", result.similarity());
      cells.add(gallery.cell(result.index(), similarity, result.isRight()));
      found.add(
          Map.of("picture", caption, "similarity", result.similarity(), "right", result.isRight()));
      row.append(
          "%n  %-5s  %s  %s".formatted(result.isRight() ? "right" : "", similarity, caption));
    }
    sheet.add(
        "\u201c%s\u201d: %d of %d right scenes"
            .formatted(query.text(), outcome.rightAmongFirst(SHOWN), outcome.right()),
        cells);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("query", query.text());
    fields.put("right_pictures", outcome.right());
    fields.put("right_among_first_five", outcome.rightAmongFirst(SHOWN));
    outcome.recall().ifPresent(recall -> fields.put("recall", recall));
    fields.put("results", found);
    answers.give(fields, row.toString());
  }

  private static String verdict(SearchOutcome outcome) {
    int right = outcome.right();
    String firstFive =
        "of %d right scenes, %d are among the first %d"
            .formatted(right, outcome.rightAmongFirst(SHOWN), SHOWN);
    return right <= SHOWN
        ? firstFive
        : "%s, %d among the first %d".formatted(firstFive, outcome.rightAmongFirst(right), right);
  }

  private static void giveMeanRecall(List<SearchOutcome> outcomes, Answers answers) {
    double[] recalls =
        outcomes.stream().flatMapToDouble(outcome -> outcome.recall().stream()).toArray();
    OptionalDouble mean = DoubleStream.of(recalls).average();
    if (mean.isPresent()) {
      answers.give(
          Map.of("mean_recall", mean.getAsDouble(), "queries", recalls.length),
          String.format(
              Locale.ROOT,
              "recall: of the images that are right for a query, %.0f %% stand among as many results, on average over %d queries",
              100 * mean.getAsDouble(),
              recalls.length));
    }
  }

  /** Tells the images of one object apart by colour and shape, by prompts only. */
  private static void classify(Clip clip, Gallery gallery, ContactSheet sheet, Answers answers) {
    List<String> labels = Split.TEST.pairs().stream().map(Split.Pair::toString).toList();
    ZeroShotClassifier classifier = clip.classifier(labels);
    var cells = new ArrayList<ContactSheet.Cell>();
    int right = 0;
    int all = 0;
    for (int i = 0; i < gallery.pictures().size(); i++) {
      Optional<String> label = gallery.pictures().get(i).label();
      if (label.isPresent()) {
        String guess = classifier.classify(gallery.embeddings().get(i)).getFirst().label();
        boolean isRight = guess.equals(label.get());
        right += isRight ? 1 : 0;
        all++;
        if (cells.size() < SHOWN) {
          cells.add(gallery.cell(i, guess, isRight));
        }
      }
    }
    sheet.add("zero-shot, %d labels".formatted(labels.size()), cells);
    answers.give(
        Map.of("zero_shot_labels", labels.size(), "pictures", all, "right", right),
        "zero-shot: %d of %d images of one object told right among %d colours with shapes, by prompts only"
            .formatted(right, all, labels.size()));
  }

  private String nextSteps() {
    return String.join(
        System.lineSeparator(),
        "the images found are in " + sheetFile,
        "",
        "The bundled model knows product photographs and scenes like these, nothing else. Try next:",
        "  ./jclip classify --model bundled --labels \"shirt,shoe,watch,handbag\" your-product.jpg",
        "  ./jclip pull openai/clip-vit-base-patch32      a model for photographs of any kind, 605 MB",
        "  ./jclip classify --labels \"cat,dog,boat\" photo.jpg",
        "  ./jclip --help");
  }
}

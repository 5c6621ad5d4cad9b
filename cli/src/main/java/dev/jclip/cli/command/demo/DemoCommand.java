package dev.jclip.cli.command.demo;

import dev.jclip.Clip;
import dev.jclip.cli.command.demo.DemoScenes.Picture;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.ContactSheet;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.error.ImageException;
import dev.jclip.io.UserCache;
import dev.jclip.scene.Split;
import dev.jclip.zeroshot.ZeroShotClassifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
  private static final List<String> QUERIES =
      List.of(
          "a red mug",
          "a yellow book on a wooden table",
          "two green objects",
          "a blue metal ball",
          "a bottle to the left of a bowl",
          "three objects on a chequered cloth");

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
    var sheet = new ContactSheet(SIDE);
    try (Clip clip = Clip.load("bundled")) {
      Gallery gallery = embed(clip, pictures);
      List<float[]> queries = clip.encodeTexts(QUERIES);
      for (int i = 0; i < QUERIES.size(); i++) {
        search(QUERIES.get(i), queries.get(i), gallery, sheet, answers);
      }
      classify(clip, gallery, sheet, answers);
    }
    sheet.write(sheetFile);
    answers.give(Map.of("sheet", sheetFile.toString()), nextSteps());
    return ExitCode.DONE;
  }

  /** Images and their embeddings, in the same order. */
  private record Gallery(Clip clip, List<Picture> pictures, List<float[]> embeddings) {
    ContactSheet.Cell cell(int index, String caption) {
      return new ContactSheet.Cell(clip.decode(pictures.get(index).file()), caption);
    }
  }

  private Gallery embed(Clip clip, List<Picture> pictures) {
    var embeddings = new ArrayList<float[]>();
    try (Progress progress = output.progress("embed", pictures.size())) {
      var receiver =
          new ImageReceiver<Picture>() {
            @Override
            public void encoded(Picture picture, float[] embedding) {
              embeddings.add(embedding);
              progress.advance(1);
            }

            @Override
            public void failed(Picture picture, ImageException reason) {
              throw reason;
            }
          };
      clip.encodeImages(pictures.iterator(), picture -> clip.decode(picture.file()), receiver);
    }
    return new Gallery(clip, pictures, embeddings);
  }

  private static void search(
      String query, float[] embedding, Gallery gallery, ContactSheet sheet, Answers answers) {
    double[] similarities =
        gallery.embeddings().stream()
            .mapToDouble(other -> Embeddings.dot(embedding, other))
            .toArray();
    List<Integer> best =
        IntStream.range(0, similarities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -similarities[i]))
            .limit(SHOWN)
            .toList();
    var cells = new ArrayList<ContactSheet.Cell>();
    var found = new ArrayList<Map<String, Object>>();
    var row = new StringBuilder("\"%s\"".formatted(query));
    for (int i : best) {
      String caption = gallery.pictures().get(i).caption();
      String similarity = String.format(Locale.ROOT, "%.3f", similarities[i]);
      cells.add(gallery.cell(i, similarity));
      found.add(Map.of("picture", caption, "similarity", similarities[i]));
      row.append("%n  %s  %s".formatted(similarity, caption));
    }
    sheet.add("\u201c" + query + "\u201d", cells);
    answers.give(Map.of("query", query, "results", found), row.toString());
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
        right += guess.equals(label.get()) ? 1 : 0;
        all++;
        if (cells.size() < SHOWN) {
          cells.add(gallery.cell(i, guess));
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

package dev.jclip.train.detection;

import dev.jclip.config.ClipConfig;
import dev.jclip.data.detection.NamedBox;
import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.detect.Box;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.model.detector.DetectorConfig;
import dev.jclip.model.detector.DetectorConfig.Neck;
import dev.jclip.model.detector.DetectorConfig.Tower;
import dev.jclip.nn.Weights;
import dev.jclip.tokenizer.BpeTrainer;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.train.TinyModels;
import dev.jclip.train.image.Normalization;
import dev.jclip.train.image.PixelBatch;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.model.InitialWeights;
import dev.jclip.train.model.ModelFiles;
import dev.jclip.train.vocabulary.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Detectors beside small models, and images of squares for them. */
final class TinyDetectors {
  static final List<String> QUERIES = List.of("a red square", "a blue square", "a green square");

  private static final int[][] COLOURS = {{255, 0, 0}, {0, 0, 255}, {0, 255, 0}};
  private static final int IMAGES = 6;

  private TinyDetectors() {}

  /** Writes a model of random weights with its vocabulary. */
  static Vocabulary write(Path folder, ClipConfig config) {
    var trainer = new BpeTrainer(config.text().vocabSize());
    for (int i = 0; i < 97; i++) {
      trainer.add("a thing " + i);
    }
    QUERIES.forEach(trainer::add);
    Vocabulary vocabulary = Vocabulary.of(trainer.train());
    ClipConfig fitted =
        new ClipConfig(
            config.embedDim(),
            config.vision(),
            config.text().toBuilder()
                .vocabSize(vocabulary.tokenizer().vocabSize())
                .eotToken(vocabulary.tokenizer().eotToken())
                .build(),
            false);
    try (Weights weights = InitialWeights.draw(fitted, new ClipLoss(), 3)) {
      new ModelFiles(
              fitted,
              PreprocessConfig.openAi(fitted.vision().imageSize()),
              vocabulary,
              Layout.OPEN_CLIP)
          .write(folder, weights);
    }
    return vocabulary;
  }

  static ClipConfig vit() {
    return TinyModels.vit();
  }

  static ClipConfig resNet() {
    return TinyModels.resNet();
  }

  /** With a neck where the model has a ResNet. */
  static DetectorStart start(Path model, Tokenizer tokenizer, Tower tower, int side) {
    return DetectorStart.fresh(
        model,
        tokenizer,
        OptionalInt.of(side),
        (towers, _) ->
            new DetectorConfig(
                towers,
                side,
                tower,
                towers.vision().blockStack().isPresent()
                    ? Optional.empty()
                    : Optional.of(new Neck(32, 1, 2)),
                true),
        5);
  }

  /** One or two squares of different colours in each image of so many pixels a side. */
  static DetectionBatch batch(Normalization normalization, long step, int side) {
    byte[] pixels = new byte[IMAGES * side * side * 3];
    var targets = new ArrayList<ImageTargets>();
    for (int image = 0; image < IMAGES; image++) {
      var objects = new ArrayList<NamedBox>();
      for (int square = 0; square <= image % 2; square++) {
        int colour = (image + square) % COLOURS.length;
        double left = square == 0 ? (2 + image) / 32.0 : 18 / 32.0;
        double top = square == 0 ? 3 / 32.0 : 18 / 32.0;
        var box = new Box(left, top, left + 10 / 32.0, top + 10 / 32.0);
        paint(pixels, image, side, box, COLOURS[colour]);
        objects.add(new NamedBox(box, List.of(QUERIES.get(colour))));
      }
      targets.add(new ImageTargets(QUERIES, objects));
    }
    return new DetectionBatch(
        new PixelBatch(pixels, normalization), targets, new DataPosition(step, 0));
  }

  private static void paint(byte[] pixels, int image, int side, Box box, int[] colour) {
    for (int y = (int) (side * box.top()); y < side * box.bottom(); y++) {
      for (int x = (int) (side * box.left()); x < side * box.right(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          pixels[3 * ((image * side + y) * side + x) + channel] = (byte) colour[channel];
        }
      }
    }
  }
}

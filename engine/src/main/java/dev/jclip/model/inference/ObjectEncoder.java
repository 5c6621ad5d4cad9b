package dev.jclip.model.inference;

import dev.jclip.config.TowerPrecision;
import dev.jclip.embed.Embeddings;
import dev.jclip.model.TextTower;
import dev.jclip.model.clip.TextTransformer;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.owl.CellPredictions;
import dev.jclip.model.owl.CellPredictor;
import dev.jclip.model.owl.ObjectArchitecture;
import dev.jclip.model.owl.ObjectCells;
import dev.jclip.model.precision.CalibrationInputs;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A model that finds objects, as functions on plain arrays, and the owner of its weights. Safe for
 * many threads at once; {@link #close} waits for running calls, and calls after it throw {@link
 * IllegalStateException}.
 */
public final class ObjectEncoder implements AutoCloseable {
  private final ObjectArchitecture config;
  private final WeightSource source;
  private final ImageInputs imageInputs;
  private final TextInputs textInputs;
  private final LazyTower<CellPredictor> images;
  private final LazyTower<TextTower> texts;
  private final OpenUntilClosed open = new OpenUntilClosed("the detector is");

  /**
   * Takes over a checkpoint's weights; each tower reads its own when it is first used.
   *
   * @param choice what products are taken in on the processor; what is measured are the vectors of
   *     an image's cells and those of texts
   * @param device where to compute, such as {@code cpu} or {@code cuda:0}
   */
  public ObjectEncoder(
      ObjectArchitecture config, WeightSource source, PrecisionChoice choice, String device) {
    this.config = config;
    this.source = source;
    imageInputs = new ImageInputs(config.vision(), device);
    textInputs = new TextInputs(config.towers().text(), device);
    images =
        new LazyTower<>(
            source,
            device,
            config::imageTower,
            tower ->
                tower
                    .forward(ImageInputs.calibration(config.vision(), device))
                    .embeddings()
                    .flatten(0, 1),
            choice.forTower(config.vision().featureWidth(), device),
            TowerPart.IMAGE);
    texts =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) ->
                new TextTransformer(
                    config.towers().text(), config.towers().embedDim(), parameters, layers),
            tower ->
                tower.forward(textInputs.tensor(CalibrationInputs.texts(config.towers().text()))),
            choice.forTower(config.towers().text().width(), device),
            TowerPart.TEXT);
  }

  /** The architecture. */
  public ObjectArchitecture config() {
    return config;
  }

  /** What the products of a tower are taken in; where that must be measured, it is built. */
  public TowerPrecision precision(TowerPart part) {
    return open.compute(() -> (part == TowerPart.IMAGE ? images : texts).precision());
  }

  /**
   * Predicts the objects of images.
   *
   * @param pixels each [3, S, S] normalised values, S the architecture's image size; one or more
   */
  public List<ObjectCells> encodeImages(List<float[]> pixels) {
    imageInputs.require(pixels);
    return open.compute(
        () -> {
          CellPredictor tower = images.get();
          return imageInputs.inParts(
              pixels,
              part -> {
                CellPredictions batch = tower.forward(imageInputs.tensor(part));
                return LongStream.range(0, part.size())
                    .mapToObj(image -> ObjectCells.of(batch, image))
                    .toList();
              });
        });
  }

  /**
   * Encodes texts as queries.
   *
   * @param ids token ids of each text, at most as many as the text tower takes
   * @return a vector of norm 1 for each
   */
  public List<float[]> encodeTexts(long[][] ids) {
    textInputs.require(ids);
    return Embeddings.normalizeAll(open.compute(() -> textInputs.encode(texts.get(), ids)));
  }

  /**
   * Compares an image's cells with queries.
   *
   * @param queries not necessarily normalised; one or more
   * @return the logits of each cell, [N, Q]
   */
  public float[][] logits(ObjectCells cells, List<float[]> queries) {
    return open.compute(() -> cells.logits(queries.toArray(float[][]::new)));
  }

  /** Reads all weights anew, as float32, and hands them to a reader. */
  public void readWeights(Consumer<Weights> reader) {
    open.runWhileOpen(() -> source.lendAll(reader));
  }

  @Override
  public void close() {
    open.close(
        () -> {
          images.close();
          texts.close();
          source.close();
        });
  }
}

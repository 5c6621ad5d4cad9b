package dev.jclip.model.inference;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.config.VisionConfig;
import dev.jclip.model.TextTower;
import dev.jclip.model.clip.TextTransformer;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.clip.VisionTransformer;
import dev.jclip.model.clipseg.ClipSegConfig;
import dev.jclip.model.clipseg.ClipSegModel;
import dev.jclip.model.precision.CalibrationInputs;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * A model that makes masks, as functions on plain arrays, and the owner of its weights. Safe for
 * many threads at once; {@link #close} waits for running calls, and calls after it throw {@link
 * IllegalStateException}.
 */
public final class MaskEncoder implements AutoCloseable {
  private final ClipSegConfig config;
  private final WeightSource source;
  private final ImageInputs imageInputs;
  private final TextInputs textInputs;
  private final LazyTower<ClipSegModel> masks;
  private final LazyTower<TextTower> texts;
  private final LazyTower<VisionTransformer> examples;
  private final OpenUntilClosed open = new OpenUntilClosed("the segmenter is");

  /**
   * Takes over a checkpoint's weights; each part reads its own when it is first used.
   *
   * @param imageSize side of the images in pixels, which may be another than the architecture's:
   *     the positions of the patches are interpolated
   * @param choice what products are taken in on the processor; what is measured are an image's
   *     tokens behind the deepest block that is read, and the embeddings of texts
   * @param device where to compute, such as {@code cpu} or {@code cuda:0}
   */
  public MaskEncoder(
      ClipSegConfig config,
      int imageSize,
      WeightSource source,
      PrecisionChoice choice,
      String device) {
    this.config = config;
    this.source = source;
    VisionConfig vision = config.vision().withImageSize(imageSize);
    int embedDim = config.towers().embedDim();
    imageInputs = new ImageInputs(vision, device);
    textInputs = new TextInputs(config.towers().text(), device);
    masks =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) -> new ClipSegModel(config, parameters, layers),
            model ->
                model
                    .states(ImageInputs.calibration(config.vision(), device))
                    .getLast()
                    .flatten(0, 1),
            choice.forTower(vision.width(), device),
            TowerPart.IMAGE);
    texts =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) ->
                new TextTransformer(config.towers().text(), embedDim, parameters, layers),
            tower ->
                tower.forward(textInputs.tensor(CalibrationInputs.texts(config.towers().text()))),
            choice.forTower(config.towers().text().width(), device),
            TowerPart.TEXT);
    examples =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) ->
                new VisionTransformer(config.vision(), embedDim, parameters.at("visual"), layers),
            tower -> tower.forward(ImageInputs.calibration(config.vision(), device)),
            exact(),
            TowerPart.IMAGE);
  }

  /** Examples are few, and what all masks of one hang on is not rounded. */
  private static PrecisionChoice exact() {
    return new PrecisionChoice.Fixed(Precision.F32);
  }

  /** The architecture. */
  public ClipSegConfig config() {
    return config;
  }

  /** What the products of a tower are taken in; where that must be measured, it is built. */
  public TowerPrecision precision(TowerPart part) {
    return open.compute(() -> part == TowerPart.IMAGE ? masks.precision() : texts.precision());
  }

  /**
   * Encodes texts as prompts.
   *
   * @param ids token ids of each text, at most as many as the text tower takes
   * @return a vector for each, not normalised, as the decoder takes them
   */
  public List<float[]> encodeTexts(long[][] ids) {
    textInputs.require(ids);
    return open.compute(() -> textInputs.encode(texts.get(), ids));
  }

  /**
   * Encodes an image that shows what is looked for as a prompt.
   *
   * @param pixels [3, S, S] normalised values
   */
  public float[] encodeExample(float[] pixels) {
    imageInputs.require("example", pixels);
    return open.compute(
        () -> Tensors.floats(examples.get().forward(imageInputs.tensor(List.of(pixels)))));
  }

  /**
   * Makes the masks of one image.
   *
   * @param pixels [3, S, S] normalised values
   * @param prompts one or more
   * @return for each prompt the logits of a square grid, row by row
   */
  public List<float[]> masks(float[] pixels, List<float[]> prompts) {
    imageInputs.require("image", pixels);
    int width = config.towers().embedDim();
    float[] all = new float[prompts.size() * width];
    for (int i = 0; i < prompts.size(); i++) {
      System.arraycopy(prompts.get(i), 0, all, i * width, width);
    }
    return open.compute(
        () -> {
          ClipSegModel model = masks.get();
          Tensor image = imageInputs.tensor(List.of(pixels));
          Tensor asked = Tensors.of(all, prompts.size(), width).to(image);
          Tensor logits = model.masks(model.states(image), asked, image.size(2));
          return List.of(Tensors.rows(logits.flatten(1, 2)));
        });
  }

  /** Reads all weights anew, as float32, and hands them to a reader. */
  public void readWeights(Consumer<Weights> reader) {
    open.runWhileOpen(() -> source.lendAll(reader));
  }

  @Override
  public void close() {
    open.close(
        () -> {
          masks.close();
          texts.close();
          examples.close();
          source.close();
        });
  }
}

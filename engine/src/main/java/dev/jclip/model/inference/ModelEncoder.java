package dev.jclip.model.inference;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.TowerPrecision;
import dev.jclip.generation.NextTokens;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.TextTower;
import dev.jclip.model.TwoTowerFamily;
import dev.jclip.model.VisionTower;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.model.clip.ImageStates;
import dev.jclip.model.clip.TextStates;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.coca.CaptionCache;
import dev.jclip.model.coca.CaptionModel;
import dev.jclip.model.coca.ImageMemory;
import dev.jclip.model.coca.TeacherForcing;
import dev.jclip.model.precision.CalibrationInputs;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A model as functions on plain arrays, and the owner of its weights. Safe for many threads at
 * once; {@link #close} waits for running calls, and calls after it throw {@link
 * IllegalStateException}.
 */
public final class ModelEncoder implements AutoCloseable {
  private final ClipConfig config;
  private final WeightSource source;
  private final String device;
  private final ImageInputs imageInputs;
  private final TextInputs textInputs;
  private final LazyTower<VisionTower> vision;
  private final LazyTower<TextTower> text;
  private final LazyTower<CaptionModel> captions;
  private final double logitScale;
  private final double logitBias;
  private final OpenUntilClosed open = new OpenUntilClosed("the model is");

  /**
   * Takes over a checkpoint's weights; each tower reads its own when it is first used.
   *
   * @param choice what products are taken in on the processor; other devices compute in float32,
   *     and so do towers that are too narrow to gain from anything else
   * @param device where to compute, such as {@code cpu} or {@code cuda:0}
   */
  public ModelEncoder(
      ClipConfig config, WeightSource source, PrecisionChoice choice, String device) {
    this.config = config;
    this.source = source;
    this.device = device;
    imageInputs = new ImageInputs(config.vision(), device);
    textInputs = new TextInputs(config.text(), device);
    TwoTowerFamily family = ModelFamilies.of(config);
    vision =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) -> family.imageTower(config, parameters, layers),
            tower -> tower.forward(imageInputs.tensor(CalibrationInputs.pictures(config.vision()))),
            choice.forTower(config.vision().featureWidth(), device),
            TowerPart.IMAGE);
    text =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) -> family.textTower(config, parameters, layers),
            tower -> tower.forward(textInputs.tensor(CalibrationInputs.texts(config.text()))),
            choice.forTower(config.text().width(), device),
            TowerPart.TEXT);
    captions =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) -> new CaptionModel(config, parameters, layers),
            this::captionStates,
            choice.forTower(config.text().width(), device),
            TowerPart.CAPTIONS);
    logitScale = source.number(ClipModel.LOGIT_SCALE);
    logitBias = config.logitBias() ? source.number(ClipModel.LOGIT_BIAS) : 0;
  }

  /** What is compared with the vocabulary behind each token of some captions. */
  private Tensor captionStates(CaptionModel model) {
    List<float[]> images = CalibrationInputs.pictures(config.vision());
    int[][] ids = CalibrationInputs.captions(config.text(), images.size());
    long[] each = LongStream.range(0, ids.length).toArray();
    try (ImageMemory memory = remember(images, model);
        CaptionCache cache = model.newCache(ids[0].length)) {
      return model.states(ids, cache, memory, each).flatten(0, 1);
    }
  }

  /** The architecture. */
  public ClipConfig config() {
    return config;
  }

  /**
   * What the products of a part are taken in; where that must be measured first, the part is built.
   */
  public TowerPrecision precision(TowerPart part) {
    return open.compute(
        () ->
            switch (part) {
              case IMAGE -> vision.precision();
              case TEXT -> text.precision();
              case CAPTIONS -> describer().precision();
            });
  }

  /** The natural logarithm of what similarities are multiplied with. */
  public double logitScale() {
    return logitScale;
  }

  /** What is added to the scaled similarities; 0 where the model has none. */
  public double logitBias() {
    return logitBias;
  }

  /**
   * Makes gradients for pixels, which read the image tower's weights once more, as float32.
   *
   * @param preprocessing how the model's images are normalised, and their size
   * @return what the caller owns and closes; it outlives this encoder
   */
  public PixelGradients pixelGradients(PreprocessConfig preprocessing) {
    int embedDim = config.embedDim();
    return open.compute(
        () ->
            new PixelGradients(
                source,
                device,
                (parameters, layers) ->
                    ModelFamilies.of(config).imageTower(config, parameters, layers)::forward,
                preprocessing,
                embedDim));
  }

  /** Reads all weights anew, as float32, and hands them to a reader. */
  public void readWeights(Consumer<Weights> reader) {
    open.runWhileOpen(() -> source.lendAll(reader));
  }

  /** Makes what {@link #encodeImages} needs, as it does itself when it is first called. */
  public void readyForImages() {
    open.compute(vision::get);
  }

  /**
   * Encodes images.
   *
   * @param images each [3, S, S] normalised values, S the architecture's image size; one or more
   * @return a vector of length E for each, not normalised
   */
  public List<float[]> encodeImages(List<float[]> images) {
    imageInputs.require(images);
    return open.compute(
        () -> {
          VisionTower tower = vision.get();
          return imageInputs.inParts(
              images, part -> List.of(Tensors.rows(tower.forward(imageInputs.tensor(part)))));
        });
  }

  /**
   * Encodes texts. Those of like lengths are computed together.
   *
   * @param ids token ids of each text, as many as the tower needs; they need not be of one length
   *     where the architecture ignores what stands behind a text's end
   * @return a vector of length E for each, not normalised
   */
  public List<float[]> encodeTexts(long[][] ids) {
    textInputs.require(ids);
    return open.compute(() -> textInputs.encode(text.get(), ids));
  }

  /**
   * Lets somebody make captions of images, of an architecture with a caption decoder. The model
   * stays open meanwhile.
   *
   * @param images each [3, S, S] normalised values; one or more
   * @param maximumLength the maximum number of tokens of a caption, at most the decoder's context
   * @param use makes the captions, on this thread; what it is given is valid during the call
   */
  public <T> T describe(List<float[]> images, int maximumLength, Function<NextTokens, T> use) {
    imageInputs.require(images);
    int context = CaptionModel.contextLength(config);
    if (maximumLength > context) {
      throw new IllegalArgumentException(
          "maximum length: expected at most %d, the context of the model's caption decoder, found %d"
              .formatted(context, maximumLength));
    }
    return open.compute(
        () -> {
          CaptionModel model = describer().get();
          try (var rows = new CaptionRows(model, remember(images, model), maximumLength)) {
            return use.apply(rows);
          }
        });
  }

  private LazyTower<CaptionModel> describer() {
    if (config.decoder().isEmpty()) {
      throw new IllegalArgumentException(
          "captions: expected a model with a caption decoder (text_decoder), found two towers only");
    }
    return captions;
  }

  private ImageMemory remember(List<float[]> images, CaptionModel model) {
    try (TensorScope _ = TensorScope.inference()) {
      VisionTower tower = vision.get();
      HiddenStates states = tower.hiddenStates(imageInputs.tensor(images));
      return model.remember(TeacherForcing.described(config, tower, states));
    }
  }

  /** The hidden states of one image, from [3, S, S] normalised values. */
  public ImageStates imageStates(float[] pixels) {
    imageInputs.require("image", pixels);
    return open.compute(
        () -> {
          VisionTower tower = vision.get();
          HiddenStates states = tower.hiddenStates(imageInputs.tensor(List.of(pixels)));
          return new ImageStates(
              rowsOfOne(states.last()),
              rowsOfOne(states.penultimate()),
              rowsOfOne(tower.projectPatches(states.last())));
        });
  }

  /** The hidden states of one text, from its token ids. */
  public TextStates textStates(long[] ids) {
    return open.compute(
        () -> {
          HiddenStates states =
              text.get().hiddenStates(textInputs.tensor(textInputs.require(ids), 1));
          return new TextStates(rowsOfOne(states.last()), rowsOfOne(states.penultimate()));
        });
  }

  private static List<float[]> rowsOfOne(Tensor batch) {
    return List.of(Tensors.rows(batch.select(0, 0)));
  }

  @Override
  public void close() {
    open.close(
        () -> {
          vision.close();
          text.close();
          captions.close();
          source.close();
        });
  }
}

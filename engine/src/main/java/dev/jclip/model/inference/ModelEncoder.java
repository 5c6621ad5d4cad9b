package dev.jclip.model.inference;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
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
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Part;
import dev.jclip.tensor.thread.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A model as functions on plain arrays, and the owner of its weights. Safe for many threads at
 * once; {@link #close} waits for running calls, and calls after it throw {@link
 * IllegalStateException}.
 */
public final class ModelEncoder implements AutoCloseable {
  private static final String CPU = "cpu";
  private static final int ROWS_TOGETHER = 400;
  private static final int RESNET_IMAGES_TOGETHER = 2;
  private static final int TEXTS_TOGETHER = 32;
  private static final int NARROWEST_MEASURED = 128;

  private final ClipConfig config;
  private final WeightSource source;
  private final String device;
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
    TwoTowerFamily family = ModelFamilies.of(config);
    vision =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) -> family.imageTower(config, parameters, layers),
            tower -> tower.forward(imageTensor(CalibrationInputs.pictures(config.vision()))),
            choiceFor(config.vision().featureWidth(), choice),
            TowerPart.IMAGE);
    text =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) -> family.textTower(config, parameters, layers),
            tower -> tower.forward(idTensor(CalibrationInputs.texts(config.text()))),
            choiceFor(config.text().width(), choice),
            TowerPart.TEXT);
    captions =
        new LazyTower<>(
            source,
            device,
            (parameters, layers) -> new CaptionModel(config, parameters, layers),
            this::captionStates,
            choiceFor(config.text().width(), choice),
            TowerPart.CAPTIONS);
    logitScale = source.number(ClipModel.LOGIT_SCALE);
    logitBias = config.logitBias() ? source.number(ClipModel.LOGIT_BIAS) : 0;
  }

  private PrecisionChoice choiceFor(int width, PrecisionChoice choice) {
    boolean isMeasured = choice instanceof PrecisionChoice.Measured;
    return !device.equals(CPU) || (isMeasured && width < NARROWEST_MEASURED)
        ? new PrecisionChoice.Fixed(Precision.F32)
        : choice;
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
    return whileOpen(
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
    return whileOpen(
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
    open.runWhileOpen(
        () -> {
          try (Weights weights = source.readAll()) {
            reader.accept(weights);
          }
        });
  }

  /** Makes what {@link #encodeImages} needs, as it does itself when it is first called. */
  public void readyForImages() {
    whileOpen(vision::get);
  }

  /**
   * Encodes images.
   *
   * @param images each [3, S, S] normalised values, S the architecture's image size; one or more
   * @return a vector of length E for each, not normalised
   */
  public List<float[]> encodeImages(List<float[]> images) {
    for (int i = 0; i < images.size(); i++) {
      requirePixels("image " + i, images.get(i));
    }
    int count = images.size();
    int parts = imageParts(count);
    return whileOpen(
        () -> {
          VisionTower tower = vision.get();
          return inParts(
              parts,
              index -> {
                Part part = Part.of(index, parts, count);
                return tower.forward(imageTensor(images.subList(part.first(), part.end())));
              });
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
    int[] lengths = Stream.of(ids).mapToInt(text -> requireIds(text).length).toArray();
    List<LengthBatches.Batch> batches = LengthBatches.of(lengths, TEXTS_TOGETHER);
    return whileOpen(
        () -> {
          TextTower tower = text.get();
          List<float[]> encoded =
              inParts(batches.size(), part -> tower.forward(idTensor(ids, batches.get(part))));
          var inOrder = new float[ids.length][];
          int next = 0;
          for (LengthBatches.Batch batch : batches) {
            for (int index : batch.indices()) {
              inOrder[index] = encoded.get(next++);
            }
          }
          return List.of(inOrder);
        });
  }

  private static List<float[]> inParts(int count, IntFunction<Tensor> part) {
    List<float[][]> parts =
        Workers.map(
            count,
            index -> {
              try (TensorScope _ = TensorScope.inference()) {
                return Tensors.rows(part.apply(index));
              }
            });
    return parts.stream().flatMap(Stream::of).toList();
  }

  /** Into how many parts of like size images are cut: each thread has as many as another. */
  private int imageParts(int count) {
    int threads = Engine.threads();
    int partsOfThread = Math.ceilDiv(count, threads * mostImagesTogether());
    return Math.min(count, device.equals(CPU) ? threads * partsOfThread : 1);
  }

  /** No more than a processor's cache likes. */
  private int mostImagesTogether() {
    return config
        .vision()
        .blockStack()
        .map(stack -> Math.max(1, ROWS_TOGETHER / stack.tokens()))
        .orElse(RESNET_IMAGES_TOGETHER);
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
    for (int i = 0; i < images.size(); i++) {
      requirePixels("image " + i, images.get(i));
    }
    int context = CaptionModel.contextLength(config);
    if (maximumLength > context) {
      throw new IllegalArgumentException(
          "maximum length: expected at most %d, the context of the model's caption decoder, found %d"
              .formatted(context, maximumLength));
    }
    return whileOpen(
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
      HiddenStates states = tower.hiddenStates(imageTensor(images));
      return model.remember(TeacherForcing.described(config, tower, states));
    }
  }

  /** The hidden states of one image, from [3, S, S] normalised values. */
  public ImageStates imageStates(float[] pixels) {
    requirePixels("image", pixels);
    return whileOpen(
        () -> {
          VisionTower tower = vision.get();
          HiddenStates states = tower.hiddenStates(imageTensor(List.of(pixels)));
          return new ImageStates(
              rowsOfOne(states.last()),
              rowsOfOne(states.penultimate()),
              rowsOfOne(tower.projectPatches(states.last())));
        });
  }

  /** The hidden states of one text, from its token ids. */
  public TextStates textStates(long[] ids) {
    return whileOpen(
        () -> {
          HiddenStates states = text.get().hiddenStates(idTensor(requireIds(ids), 1));
          return new TextStates(rowsOfOne(states.last()), rowsOfOne(states.penultimate()));
        });
  }

  private static List<float[]> rowsOfOne(Tensor batch) {
    return List.of(Tensors.rows(batch.select(0, 0)));
  }

  private int valuesPerImage() {
    int side = config.vision().imageSize();
    return Math.multiplyExact(3, Math.multiplyExact(side, side));
  }

  private void requirePixels(String name, float[] pixels) {
    if (pixels.length != valuesPerImage()) {
      throw new IllegalArgumentException(
          "%s: expected %d prepared values, found %d"
              .formatted(name, valuesPerImage(), pixels.length));
    }
  }

  private Tensor imageTensor(List<float[]> images) {
    int side = config.vision().imageSize();
    Tensor tensor = Tensors.empty(images.size(), 3, side, side);
    MemorySegment memory = Tensors.memory(tensor);
    long offset = 0;
    for (float[] image : images) {
      MemorySegment.copy(image, 0, memory, ValueLayout.JAVA_FLOAT, offset, image.length);
      offset += (long) image.length * Float.BYTES;
    }
    return tensor.to(target(), torchFloat());
  }

  private long[] requireIds(long[] ids) {
    int limit = config.text().contextLength();
    if (ids.length == 0 || ids.length > limit) {
      throw new IllegalArgumentException(
          "ids: expected 1..%d a text, found %d".formatted(limit, ids.length));
    }
    int vocabSize = config.text().vocabSize();
    for (long id : ids) {
      if (id < 0 || id >= vocabSize) {
        throw new IllegalArgumentException(
            "ids: expected values in 0..%d, found %d; is it another model's tokenizer?"
                .formatted(vocabSize - 1, id));
      }
    }
    return ids;
  }

  private Tensor idTensor(long[][] ids) {
    int[] all = IntStream.range(0, ids.length).toArray();
    int longest = Stream.of(ids).mapToInt(text -> text.length).max().orElseThrow();
    return idTensor(ids, new LengthBatches.Batch(all, longest));
  }

  private Tensor idTensor(long[][] ids, LengthBatches.Batch batch) {
    int count = batch.indices().length;
    int length = batch.length();
    long[] padded = new long[count * length];
    for (int row = 0; row < count; row++) {
      long[] text = ids[batch.indices()[row]];
      int start = row * length;
      System.arraycopy(text, 0, padded, start, text.length);
      long padding = config.text().paddingAfter(text[text.length - 1]);
      Arrays.fill(padded, start + text.length, start + length, padding);
    }
    return idTensor(padded, count);
  }

  private Tensor idTensor(long[] ids, int texts) {
    return Tensors.of(ids, texts, ids.length / texts).to(target(), torch.ScalarType.Long);
  }

  private Device target() {
    return new Device(device);
  }

  private static torch.ScalarType torchFloat() {
    return torch.ScalarType.Float;
  }

  private <T> T whileOpen(Supplier<T> call) {
    return open.whileOpen(
        () -> {
          try (TensorScope _ = TensorScope.inference()) {
            return call.get();
          }
        });
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

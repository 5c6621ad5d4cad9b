package dev.jclip;

import dev.jclip.checkpoint.CheckpointWriter;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TowerPrecision;
import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImagePipeline;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.embed.ScoreKind;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.RgbImage;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.TwoTowerFamily;
import dev.jclip.model.clip.ImageStates;
import dev.jclip.model.clip.TextStates;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.model.inference.PixelGradients;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.zeroshot.PromptLinter;
import dev.jclip.zeroshot.PromptTemplates;
import dev.jclip.zeroshot.PromptWarning;
import dev.jclip.zeroshot.ZeroShotClassifier;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A CLIP model with the tokenizer and the preprocessing it was trained with, loaded together so
 * that they cannot be mismatched.
 *
 * <pre>{@code
 * try (Clip clip = Clip.load("openai/clip-vit-base-patch32")) {
 *   ZeroShotClassifier classifier = clip.classifier(List.of("cat", "dog"));
 *   System.out.println(classifier.classify(clip.decode(Path.of("pet.jpg"))));
 * }
 * }</pre>
 *
 * <p>Immutable and safe for many threads at once. {@link #close} waits for running calls; calls
 * after it throw {@link IllegalStateException}.
 */
public final class Clip implements ImageTextModel, AutoCloseable {
  private final String name;
  private final ModelEncoder model;
  private final ImageDecoder decoder;
  private final ImagePreprocessor preprocessor;
  private final Supplier<Tokenizer> tokenizer;
  private final TwoTowerFamily family;
  private final Layout layout;
  private final int batchSize;
  private final Consumer<TokenizedText> truncationListener;
  private final Fingerprint fingerprint;

  Clip(
      String name,
      ModelEncoder model,
      Layout layout,
      PreprocessConfig preprocessing,
      Supplier<Tokenizer> tokenizer,
      ClipLoader options) {
    this.name = name;
    this.model = model;
    this.layout = layout;
    this.family = ModelFamilies.of(model.config());
    this.preprocessor = new ImagePreprocessor(preprocessing);
    this.tokenizer = tokenizer;
    this.decoder = options.decoder();
    this.batchSize = options.batchSize();
    this.truncationListener = options.truncationListener();
    fingerprint = new Fingerprint(this, model);
  }

  /**
   * Loads a model, as {@link ClipLoader} does it without further options. Each tower computes in
   * {@code auto}: the fastest precision of this machine (float32, bfloat16 or 8-bit integers) whose
   * embeddings have a mean cosine of {@value dev.jclip.model.precision.Calibration#LEAST_MEAN} or
   * more to float32's, measured when the tower is first used. {@link ClipLoader#precision} chooses
   * another one.
   *
   * @param model a folder, a file, a name on the hub ({@code openai/clip-vit-base-patch32}), an
   *     architecture with a tag ({@code ViT-B-32:laion2b_s34b_b79k}), or {@code bundled}: the small
   *     model of the artifact {@code jclip-model-small}, which knows product photographs and
   *     rendered scenes and needs no network
   * @throws dev.jclip.error.ClipException if there is no such model or it cannot be loaded
   */
  public static Clip load(String model) {
    return loader().load(model);
  }

  /** Loads a model from a folder or a file. */
  public static Clip load(Path model) {
    return loader().load(model);
  }

  /** How to load a model in another way than {@link #load}. */
  public static ClipLoader loader() {
    return new ClipLoader();
  }

  /** The name by which the model was loaded; of a folder or a file its whole path. */
  @Override
  public String name() {
    return name;
  }

  /** The architecture. */
  public ClipConfig config() {
    return model.config();
  }

  /** The published form of the checkpoint that was loaded. */
  public Layout layout() {
    return layout;
  }

  /**
   * What the products of a part are taken in. Where that must be measured first, this takes as long
   * as the part's first use.
   *
   * @throws IllegalArgumentException if the model makes no captions and is asked for what does
   */
  public TowerPrecision precision(TowerPart part) {
    Objects.requireNonNull(part, "part");
    return model.precision(part);
  }

  /** How images are prepared for the model. */
  public PreprocessConfig preprocessing() {
    return preprocessor.config();
  }

  /**
   * The model's tokenizer.
   *
   * @throws dev.jclip.error.TokenizerException if the checkpoint has none and none was found
   */
  public Tokenizer tokenizer() {
    return tokenizer.get();
  }

  /**
   * Identifies what makes this model's vectors: a SHA-256 in hexadecimal over the architecture, the
   * weights, the tokenizer, the preprocessing and the precision, the same for all published forms
   * of a checkpoint that compute the same. Takes about a second for each gigabyte of weights, once.
   */
  @Override
  public String fingerprint() {
    return fingerprint.ofVectors();
  }

  /**
   * Identifies the space in which this model's vectors lie: like {@link #fingerprint}, but the same
   * in every precision, since vectors of one can be compared with those of another. Both together
   * read the weights once.
   */
  @Override
  public String spaceFingerprint() {
    return fingerprint.ofSpace();
  }

  /** Whether images are turned as their EXIF says, and how large they may be. */
  ImageDecoder.Options decoding() {
    return decoder.options();
  }

  @Override
  public int embedDim() {
    return config().embedDim();
  }

  @Override
  public double logitScale() {
    return model.logitScale();
  }

  @Override
  public double logitBias() {
    return model.logitBias();
  }

  @Override
  public ScoreKind scoreKind() {
    return family.scoreKind();
  }

  /**
   * Reads an image as the model will see it, turned as its EXIF says unless the loader said not to.
   */
  @Override
  public RgbImage decode(Path file) {
    Objects.requireNonNull(file, "file");
    return decoder.decode(file);
  }

  /** Reads an image from the bytes of a file; {@code name} stands for it in messages. */
  @Override
  public RgbImage decode(byte[] file, String name) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(name, "name");
    return decoder.decode(file, name);
  }

  /** Embeds the image in a file: a vector of norm 1. */
  public float[] encodeImage(Path file) {
    return encodeImage(decode(file));
  }

  /** Embeds the image in the bytes of a file: a vector of norm 1. */
  public float[] encodeImage(byte[] file) {
    return encodeImage(decode(file, "image"));
  }

  /** Embeds an image: a vector of norm 1. */
  public float[] encodeImage(BufferedImage image) {
    Objects.requireNonNull(image, "image");
    return encodeImage(RgbImage.of(image));
  }

  @Override
  public List<float[]> encodeImages(List<RgbImage> images) {
    return Embeddings.normalizeAll(imageFeatures(images));
  }

  /**
   * Embeds any number of images, which need not all exist at once: they are read on several threads
   * while batches of them are computed.
   *
   * <pre>{@code
   * clip.encodeImages(files.iterator(), clip::decode, receiver);
   * }</pre>
   *
   * @param decoder reads an image; called on several threads, and throws {@link
   *     dev.jclip.error.ImageException} where there is none, which ends no run
   * @param receiver hears of each image in its place, with a vector of norm 1 or the exception
   * @see ImagePipeline
   */
  @Override
  public <S> void encodeImages(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> decoder,
      ImageReceiver<? super S> receiver) {
    Objects.requireNonNull(sources, "sources");
    Objects.requireNonNull(decoder, "decoder");
    Objects.requireNonNull(receiver, "receiver");
    this.<S>pipeline(decoder, this::encodePixels).run(sources, receiver);
  }

  private <S> ImagePipeline<S> pipeline(
      Function<? super S, RgbImage> decoder, UnaryOperator<List<float[]>> encoder) {
    return new ImagePipeline<>(
        source -> preprocess(decoder.apply(source)), model::readyForImages, encoder, batchSize);
  }

  /**
   * Encodes images as the model leaves them: vectors of any norm, one for each image, in order.
   * While a batch is encoded, the images of the next are prepared on other threads.
   */
  public List<float[]> imageFeatures(List<RgbImage> images) {
    Objects.requireNonNull(images, "images");
    if (images.size() <= 1) {
      return pixelFeatures(images.stream().map(this::preprocess).toList());
    }
    var features = new ArrayList<float[]>(images.size());
    this.<RgbImage>pipeline(image -> image, this::pixelFeatures)
        .run(images.iterator(), (_, vector) -> features.add(vector));
    return features;
  }

  /**
   * Prepares an image for the model: resized, cropped and normalised. Much smaller than a
   * photograph, so many can wait for a batch.
   *
   * @return [3, S, S] values, S the model's image size
   */
  @Override
  public float[] preprocess(RgbImage image) {
    Objects.requireNonNull(image, "image");
    return preprocessor.preprocess(image);
  }

  /** Embeds prepared images, all in one batch: vectors of norm 1, in order. */
  public List<float[]> encodePixels(List<float[]> preprocessed) {
    return Embeddings.normalizeAll(pixelFeatures(preprocessed));
  }

  /**
   * Encodes prepared images as the model leaves them, all in one batch: vectors of any norm, in
   * order.
   *
   * @param preprocessed what {@link #preprocess} gave
   */
  @Override
  public List<float[]> pixelFeatures(List<float[]> preprocessed) {
    Objects.requireNonNull(preprocessed, "preprocessed");
    return preprocessed.isEmpty() ? List.of() : model.encodeImages(preprocessed);
  }

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    return Embeddings.normalizeAll(textFeatures(texts));
  }

  /** Encodes texts as the model leaves them: vectors of any norm, one for each text, in order. */
  @Override
  public List<float[]> textFeatures(List<String> texts) {
    Objects.requireNonNull(texts, "texts");
    return model.encodeTexts(texts.stream().map(this::ids).toArray(long[][]::new));
  }

  /** Padded to the full context where that changes the numbers. */
  private long[] ids(String text) {
    TextConfig config = config().text();
    TokenizedText tokenized = tokenizeReported(text);
    int[] ids =
        config.ignoresPadding()
            ? tokenized.ids()
            : tokenized.padded(config.contextLength(), padToken());
    return IntStream.of(ids).asLongStream().toArray();
  }

  private int padToken() {
    return family.padToken(config(), layout, tokenizer());
  }

  private TokenizedText tokenizeReported(String text) {
    TokenizedText tokenized = tokenize(text);
    if (tokenized.truncated()) {
      truncationListener.accept(tokenized);
    }
    return tokenized;
  }

  /** The text as the model will read it, cut to its context. */
  public TokenizedText tokenize(String text) {
    Objects.requireNonNull(text, "text");
    return tokenizer().tokenize(text, config().text().contextLength());
  }

  /** What the image tower holds of an image before it is pooled: for heat maps and the like. */
  public ImageStates imageStates(RgbImage image) {
    return model.imageStates(preprocess(image));
  }

  /**
   * What the text tower holds of a text before it is pooled, padded to the full context: what image
   * generators are conditioned on.
   */
  public TextStates textStates(String text) {
    TextConfig config = config().text();
    int[] ids = tokenizeReported(text).padded(config.contextLength(), padToken());
    return model.textStates(IntStream.of(ids).asLongStream().toArray());
  }

  /**
   * Gradients of similarities along an image's pixels, for guidance of image generators and for
   * maps of what a similarity hangs on. Reads the image tower's weights once more, as float32.
   *
   * <pre>{@code
   * try (PixelGradients gradients = clip.pixelGradients()) {
   *   FloatImage image = FloatImage.of(clip.decode(Path.of("pet.jpg")));
   *   Cutouts whole = Cutouts.centre(image, Cutouts.Resampling.BICUBIC_ANTIALIASED);
   *   PixelObjective nearer = PixelObjective.cosine(clip.encodeText("a cat"));
   *   float[] direction = gradients.of(image, whole, nearer).gradient(); // [3, height, width]
   * }
   * }</pre>
   *
   * @return what the caller owns and closes; it may be used after this model is closed
   */
  public PixelGradients pixelGradients() {
    return model.pixelGradients(preprocessing());
  }

  /**
   * What describes images by this model in words, the most probable ones, in at most 30 tokens.
   *
   * @throws dev.jclip.error.CheckpointException if the model has no caption decoder; the message
   *     names one that has
   */
  public Captioner captioner() {
    return captioner(GenerationOptions.greedy());
  }

  /**
   * What describes images by this model in words.
   *
   * @throws dev.jclip.error.CheckpointException if the model has no caption decoder; the message
   *     names one that has
   * @throws IllegalArgumentException if captions may be longer than the decoder's context
   */
  public Captioner captioner(GenerationOptions options) {
    Objects.requireNonNull(options, "options");
    return new Captioner(name, model, this::preprocess, this::tokenizer, options);
  }

  /** A classifier by labels, with the prompt {@code a photo of a {}.} */
  public ZeroShotClassifier classifier(List<String> labels) {
    return classifier(labels, PromptTemplates.photo());
  }

  /** A classifier by labels, each put into all templates. */
  public ZeroShotClassifier classifier(List<String> labels, PromptTemplates templates) {
    return ZeroShotClassifier.of(this, labels, templates);
  }

  /** Looks for labels and templates that will cost accuracy. */
  public List<PromptWarning> lintPrompts(List<String> labels, List<String> templates) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(templates, "templates");
    return new PromptLinter(this, prompt -> tokenize(prompt).truncated()).lint(labels, templates);
  }

  /**
   * Writes the model as a folder that transformers or open_clip loads and computes the same numbers
   * from. The vocabulary is not written; copy it beside the weights.
   *
   * @param layout {@code TRANSFORMERS} or {@code OPEN_CLIP}
   * @throws dev.jclip.error.CheckpointException when that peer cannot express the model, before
   *     anything is written, or when a file cannot be written
   */
  public void save(Path folder, Layout layout) {
    save(folder, layout, DType.F32);
  }

  /**
   * Writes the model like {@link #save(Path, Layout)}, in less memory and with rounded weights.
   *
   * @param precision {@code F32}, {@code F16} or {@code BF16}
   */
  public void save(Path folder, Layout layout, DType precision) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(precision, "precision");
    var writer = new CheckpointWriter(config(), preprocessing(), precision);
    model.readWeights(
        weights -> {
          switch (layout) {
            case TRANSFORMERS -> writer.writeTransformers(folder, weights);
            case OPEN_CLIP -> writer.writeOpenClip(folder, weights);
            case OPENAI ->
                throw new IllegalArgumentException(
                    "layout: expected TRANSFORMERS or OPEN_CLIP, found OPENAI");
          }
        });
  }

  @Override
  public void close() {
    model.close();
  }
}

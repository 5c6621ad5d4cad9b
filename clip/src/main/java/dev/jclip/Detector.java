package dev.jclip;

import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.config.DType;
import dev.jclip.config.TowerPrecision;
import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.detect.ExampleChoice;
import dev.jclip.detect.ScoredBoxes;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.image.RgbImage;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.inference.ObjectEncoder;
import dev.jclip.model.owl.ExampleQuery;
import dev.jclip.model.owl.ObjectCells;
import dev.jclip.model.owl.OwlConfig;
import dev.jclip.model.owl.OwlFamily;
import dev.jclip.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds objects in images by words or by images of such objects: OWL-ViT and OWLv2 (arXiv
 * 2205.06230 and 2306.09683).
 *
 * <pre>{@code
 * try (Detector detector = Detector.load("google/owlv2-base-patch16-ensemble")) {
 *   RgbImage image = detector.decode(Path.of("desk.jpg"));
 *   for (Detection found : detector.find(image, List.of("a red mug", "a book"))) {
 *     System.out.println(found.label() + " " + found.score() + " " + found.box());
 *   }
 * }
 * }</pre>
 *
 * <p>Safe for many threads at once. Queries in words that were asked before are remembered and cost
 * nothing. {@link #close} waits for running calls; calls after it throw {@link
 * IllegalStateException}.
 */
public final class Detector implements AutoCloseable {
  private static final OwlFamily FAMILY = new OwlFamily();
  private static final int IMAGES_TOGETHER = 4;

  private final ObjectEncoder model;
  private final ImagePreprocessor preprocessor;
  private final ImageDecoder decoder;
  private final WordQueries words;

  Detector(
      ObjectEncoder model,
      PreprocessConfig preprocessing,
      Supplier<Tokenizer> tokenizer,
      ClipLoader options) {
    this.model = model;
    this.preprocessor = new ImagePreprocessor(preprocessing);
    this.decoder = options.decoder();
    words =
        new WordQueries(
            tokenizer,
            model.config().towers().text().contextLength(),
            options.truncationListener(),
            model::encodeTexts);
  }

  /**
   * Loads a detector, as {@link ClipLoader#loadDetector} does it without further options.
   *
   * @param model a folder, a file, or a name on the hub, such as {@code
   *     google/owlv2-base-patch16-ensemble}
   * @throws dev.jclip.error.ClipException if there is no such model or it cannot be loaded
   */
  public static Detector load(String model) {
    return Clip.loader().loadDetector(model);
  }

  /** Loads a detector from a folder or a file. */
  public static Detector load(Path model) {
    return Clip.loader().loadDetector(model);
  }

  /**
   * What is looked for.
   *
   * @param label the words, or a name for the object of an example image
   * @param vector what the model compares with each place of an image; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Query(String label, float[] vector) {
    /** Requires both. */
    public Query {
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(vector, "vector");
    }
  }

  /** How images are prepared. */
  public PreprocessConfig preprocessing() {
    return preprocessor.config();
  }

  /** What the products of a tower are taken in; where that must be measured, this takes a while. */
  public TowerPrecision precision(TowerPart part) {
    Objects.requireNonNull(part, "part");
    return model.precision(part);
  }

  /** Decodes an image as this detector was told to. */
  public RgbImage decode(Path file) {
    Objects.requireNonNull(file, "file");
    return decoder.decode(file);
  }

  /**
   * Finds what words name.
   *
   * @return the detections as {@link DetectionOptions#defaults} has them, the best first
   * @throws IllegalArgumentException if a query is empty
   */
  public List<Detection> find(RgbImage image, List<String> queries) {
    return find(image, queries, DetectionOptions.defaults());
  }

  /**
   * Finds what words name.
   *
   * @return the detections, the best first
   * @throws IllegalArgumentException if a query is empty
   */
  public List<Detection> find(RgbImage image, List<String> queries, DetectionOptions options) {
    Objects.requireNonNull(image, "image");
    return findAll(List.of(image), queries(queries), options).getFirst();
  }

  /**
   * Finds objects like the one that fills an example image.
   *
   * @return the detections, the best first; each has the label {@code example}
   */
  public List<Detection> findLike(RgbImage image, RgbImage example, DetectionOptions options) {
    return findLike(image, example, whole(example), options);
  }

  /**
   * Finds objects like one in an example image.
   *
   * @param object where it is in the example, in its pixels
   * @return the detections, the best first; each has the label {@code example}
   */
  public List<Detection> findLike(
      RgbImage image, RgbImage example, Box object, DetectionOptions options) {
    Objects.requireNonNull(image, "image");
    Query query = queryLike("example", example, object, ExampleChoice.LEAST_COMMON);
    return findAll(List.of(image), List.of(query), options).getFirst();
  }

  /**
   * Finds the same in each of several images.
   *
   * @param queries in words or by examples, in any mixture
   * @return for each image its detections, the best first
   */
  public List<List<Detection>> findAll(
      List<RgbImage> images, List<Query> queries, DetectionOptions options) {
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(queries, "queries");
    Objects.requireNonNull(options, "options");
    if (queries.isEmpty()) {
      return images.stream().map(_ -> List.<Detection>of()).toList();
    }
    List<String> labels = queries.stream().map(Query::label).toList();
    List<float[]> vectors = queries.stream().map(Query::vector).toList();
    return overCells(
        images,
        (image, cells) ->
            new ScoredBoxes(
                    labels, boxes(image, cells), probabilities(model.logits(cells, vectors)))
                .detections(options));
  }

  /**
   * Finds objects of whatever kind, by what the model says of each place being an object.
   *
   * @return the detections, the best first; each has the label {@code object}
   * @throws IllegalArgumentException if the model is OWL-ViT, which does not say it
   */
  public List<Detection> findObjects(RgbImage image, DetectionOptions options) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(options, "options");
    return overCells(List.of(image), (whole, cells) -> objects(whole, cells, options)).getFirst();
  }

  private List<Detection> objects(RgbImage image, ObjectCells cells, DetectionOptions options) {
    float[] logits =
        cells
            .objectness()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "model: expected OWLv2, which says of each place whether it is an object, found OWL-ViT"));
    float[][] rows = new float[logits.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {logits[i]};
    }
    return new ScoredBoxes(List.of("object"), boxes(image, cells), probabilities(rows))
        .detections(options);
  }

  /**
   * The queries of words. Those that were asked before are taken from memory. Words beyond the
   * model's context (16 tokens, start and end included, in published ones) are cut off, of which
   * the loader's truncation listener hears.
   *
   * @throws IllegalArgumentException if a query is empty
   */
  public List<Query> queries(List<String> texts) {
    List<float[]> vectors = words.vectors(texts);
    return IntStream.range(0, texts.size())
        .mapToObj(i -> new Query(texts.get(i), vectors.get(i)))
        .toList();
  }

  /**
   * The query for objects like one in an example image.
   *
   * @param label a name for the object
   * @param object where it is in the example, in its pixels
   * @param choice which of the example's detections at this place is taken
   * @throws IllegalArgumentException if the choice needs what the model does not say
   */
  public Query queryLike(String label, RgbImage example, Box object, ExampleChoice choice) {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(example, "example");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(choice, "choice");
    float[] vector =
        overCells(
                List.of(example),
                (image, cells) ->
                    new ExampleQuery(cells, boxes(image, cells)).vector(object, choice))
            .getFirst();
    return new Query(label, vector);
  }

  /**
   * The place of an example that has no other: all that the model sees of it, with the borders that
   * OWLv2 adds.
   */
  public Box whole(RgbImage example) {
    Objects.requireNonNull(example, "example");
    return new Box(0, 0, seenWidth(example), seenHeight(example));
  }

  /** Makes something of an image and its cells. */
  private interface CellReader<R> {
    R read(RgbImage image, ObjectCells cells);
  }

  private <R> List<R> overCells(List<RgbImage> images, CellReader<R> reader) {
    var results = new ArrayList<R>();
    for (int from = 0; from < images.size(); from += IMAGES_TOGETHER) {
      List<RgbImage> part = images.subList(from, Math.min(from + IMAGES_TOGETHER, images.size()));
      List<ObjectCells> cells =
          model.encodeImages(part.stream().map(preprocessor::preprocess).toList());
      for (int i = 0; i < part.size(); i++) {
        results.add(reader.read(part.get(i), cells.get(i)));
      }
    }
    return results;
  }

  private List<Box> boxes(RgbImage image, ObjectCells cells) {
    double width = seenWidth(image);
    double height = seenHeight(image);
    return Stream.of(cells.boxes())
        .map(box -> Box.around(width * box[0], height * box[1], width * box[2], height * box[3]))
        .toList();
  }

  private double seenWidth(RgbImage image) {
    return pads() ? Math.max(image.width(), image.height()) : image.width();
  }

  private double seenHeight(RgbImage image) {
    return pads() ? Math.max(image.width(), image.height()) : image.height();
  }

  private boolean pads() {
    return preprocessor.config().resize() instanceof Resize.PaddedSquare;
  }

  private static double[][] probabilities(float[][] logits) {
    return Stream.of(logits)
        .map(row -> IntStream.range(0, row.length).mapToDouble(i -> sigmoid(row[i])).toArray())
        .toArray(double[][]::new);
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * Writes the model as a folder that transformers loads and computes the same numbers from. The
   * vocabulary is not written; copy it beside the weights. What images are padded with is not
   * written either, since its settings have no place for it.
   *
   * @param precision how the weights are stored: {@code F32}, {@code F16} or {@code BF16}
   * @throws dev.jclip.error.CheckpointException when a file cannot be written
   * @throws UnsupportedOperationException for a detector that lies beside a CLIP model, which
   *     transformers does not know; {@code jclip export} writes both
   */
  public void save(Path folder, DType precision) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(precision, "precision");
    if (!(model.config() instanceof OwlConfig owl)) {
      throw new UnsupportedOperationException(
          "expected OWL-ViT or OWLv2, found a detector beside a CLIP model, which transformers does not know; jclip export writes both");
    }
    model.readWeights(
        weights ->
            FamilyCheckpoint.writeTransformers(
                folder,
                weights,
                FAMILY.form(owl),
                preprocessing(),
                FAMILY.imageProcessor(owl),
                precision));
  }

  @Override
  public void close() {
    model.close();
  }
}

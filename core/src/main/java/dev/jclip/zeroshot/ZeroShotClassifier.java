package dev.jclip.zeroshot;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageTextEncoder;
import dev.jclip.embed.ScoreKind;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Classifies images by labels that were never trained on. Label embeddings are computed once, when
 * the classifier is made. Immutable; safe for many threads at once while its encoder is open.
 */
public final class ZeroShotClassifier {
  private static final int PROMPTS_PER_CALL = 256;

  private final ImageTextEncoder encoder;
  private final List<String> labels;
  private final List<float[]> labelEmbeddings;

  private ZeroShotClassifier(
      ImageTextEncoder encoder, List<String> labels, List<float[]> labelEmbeddings) {
    this.encoder = encoder;
    this.labels = labels;
    this.labelEmbeddings = labelEmbeddings;
  }

  /**
   * Makes a classifier: each label's embedding is the mean of its prompts' embeddings, normalised
   * again (arXiv 2103.00020, section 3.1.4).
   *
   * @throws IllegalArgumentException for no labels, a blank one, or one that is there twice
   */
  public static ZeroShotClassifier of(
      ImageTextEncoder encoder, List<String> labels, PromptTemplates templates) {
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(templates, "templates");
    List<String> checked = Labels.checked(labels);
    List<String> prompts =
        checked.stream().flatMap(label -> templates.fill(label).stream()).toList();
    List<float[]> embeddings = encode(encoder, prompts);
    int perLabel = templates.templates().size();
    List<float[]> labelEmbeddings =
        IntStream.range(0, checked.size())
            .mapToObj(label -> embeddings.subList(label * perLabel, (label + 1) * perLabel))
            .map(ofLabel -> Embeddings.normalize(Embeddings.mean(ofLabel)))
            .toList();
    return new ZeroShotClassifier(encoder, checked, labelEmbeddings);
  }

  private static List<float[]> encode(ImageTextEncoder encoder, List<String> prompts) {
    var embeddings = new ArrayList<float[]>(prompts.size());
    for (int from = 0; from < prompts.size(); from += PROMPTS_PER_CALL) {
      int to = Math.min(prompts.size(), from + PROMPTS_PER_CALL);
      embeddings.addAll(encoder.encodeTexts(prompts.subList(from, to)));
    }
    return embeddings;
  }

  /** The labels, in the order they were given. */
  public List<String> labels() {
    return labels;
  }

  /** The labels' embeddings, of norm 1, in the order of {@link #labels}. */
  public List<float[]> labelEmbeddings() {
    return labelEmbeddings.stream().map(float[]::clone).toList();
  }

  /** Scores all labels for an image, best first. */
  public List<LabelScore> classify(RgbImage image) {
    Objects.requireNonNull(image, "image");
    return classify(encoder.encodeImage(image));
  }

  /** Scores all labels for each image, best first; the images are encoded as a batch. */
  public List<List<LabelScore>> classifyAll(List<RgbImage> images) {
    Objects.requireNonNull(images, "images");
    return encoder.encodeImages(images).stream().map(this::classify).toList();
  }

  /** How the scores come from the logits; it is the model's own way. */
  public ScoreKind scoreKind() {
    return encoder.scoreKind();
  }

  /**
   * Scores all labels for an image's embedding of norm 1, best first. The logits are {@code
   * exp(logitScale) * cosine + logitBias}. With {@link ScoreKind#SOFTMAX} the scores are their
   * softmax over the labels (arXiv 2103.00020, figure 3) and add up to 1; with {@link
   * ScoreKind#SIGMOID} each score is the sigmoid of its own logit (arXiv 2303.15343, equation 1).
   * Labels of equal score keep their order.
   */
  public List<LabelScore> classify(float[] imageEmbedding) {
    Objects.requireNonNull(imageEmbedding, "imageEmbedding");
    double[] similarities =
        labelEmbeddings.stream()
            .mapToDouble(label -> Embeddings.dot(imageEmbedding, label))
            .toArray();
    double[] logits = DoubleStream.of(similarities).map(encoder::logit).toArray();
    double[] scores =
        switch (encoder.scoreKind()) {
          case SOFTMAX -> softmax(logits);
          case SIGMOID -> DoubleStream.of(logits).map(ZeroShotClassifier::sigmoid).toArray();
        };
    return IntStream.range(0, labels.size())
        .mapToObj(i -> new LabelScore(labels.get(i), scores[i], similarities[i]))
        .sorted(Comparator.comparingDouble(LabelScore::similarity).reversed())
        .toList();
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static double[] softmax(double[] logits) {
    double best = DoubleStream.of(logits).max().orElseThrow();
    double[] weights = DoubleStream.of(logits).map(logit -> Math.exp(logit - best)).toArray();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}

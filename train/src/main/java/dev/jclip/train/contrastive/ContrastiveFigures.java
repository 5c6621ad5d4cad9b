package dev.jclip.train.contrastive;

import dev.jclip.train.loss.FeatureStatistics;
import dev.jclip.train.watch.Figure;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What a contrastive run reports of each step beside its loss; charts are named as open_clip's. */
public final class ContrastiveFigures {
  /** What cosines are multiplied with, exponentiated; after the step. */
  public static final Figure LOGIT_SCALE =
      Figure.named("logitScale").withChart("train/scale").withLabel("scale");

  /** {@link PairStep.Outcome#captionLoss}. */
  public static final Figure CAPTION_LOSS =
      Figure.named("captionLoss").withChart("train/caption_loss").withLabel("captions");

  /** {@link FeatureStatistics#meanPairCosine}. */
  public static final Figure PAIR_COSINE =
      Figure.named("meanPairCosine").withChart("features/pair_cosine");

  /** {@link FeatureStatistics#meanNegativeCosine}. */
  public static final Figure NEGATIVE_COSINE =
      Figure.named("meanNegativeCosine").withChart("features/negative_cosine");

  /** {@link FeatureStatistics#imageSpread}. */
  public static final Figure IMAGE_SPREAD =
      Figure.named("imageSpread").withChart("features/image_spread");

  /** {@link FeatureStatistics#textSpread}. */
  public static final Figure TEXT_SPREAD =
      Figure.named("textSpread").withChart("features/text_spread");

  /** {@link #duplicates}. */
  public static final Figure DUPLICATE_CAPTIONS = Figure.named("duplicateCaptions");

  private ContrastiveFigures() {}

  /** The figures of the weights after a step. */
  public static SequencedMap<Figure, Number> ofWeights(double logitScale) {
    var figures = new LinkedHashMap<Figure, Number>();
    figures.put(LOGIT_SCALE, logitScale);
    return figures;
  }

  /**
   * The figures of a batch.
   *
   * @param duplicateCaptions what {@link #duplicates} counted of its captions
   * @param batchSize how many pairs it has
   */
  public static SequencedMap<Figure, Number> ofBatch(
      FeatureStatistics features, int duplicateCaptions, int batchSize) {
    if (duplicateCaptions < 0 || duplicateCaptions > batchSize) {
      throw new IllegalArgumentException(
          "duplicateCaptions " + duplicateCaptions + ": must be in 0.." + batchSize);
    }
    var figures = new LinkedHashMap<Figure, Number>();
    figures.put(PAIR_COSINE, features.meanPairCosine());
    figures.put(NEGATIVE_COSINE, features.meanNegativeCosine());
    figures.put(IMAGE_SPREAD, features.imageSpread());
    figures.put(TEXT_SPREAD, features.textSpread());
    figures.put(DUPLICATE_CAPTIONS, duplicateCaptions);
    return figures;
  }

  /**
   * Counts the captions of a batch that are no caption of theirs alone: of {@code [a, b, a]} two.
   * Each is a false negative to the images of the others.
   *
   * @param captions as the model sees them, compared by {@code equals}
   */
  public static int duplicates(Collection<?> captions) {
    var counts = new HashMap<Object, Integer>();
    captions.forEach(caption -> counts.merge(caption, 1, Integer::sum));
    return counts.values().stream().filter(count -> count > 1).mapToInt(count -> count).sum();
  }
}

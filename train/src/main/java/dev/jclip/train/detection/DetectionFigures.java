package dev.jclip.train.detection;

import dev.jclip.train.detection.DetectionLoss.Losses;
import dev.jclip.train.watch.Figure;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What a run of a detector reports of each step beside its loss; each is a mean over objects. */
public final class DetectionFigures {
  /** The focal loss of the answers to the queries. */
  public static final Figure QUERY_LOSS =
      Figure.named("queryLoss").withChart("train/query_loss").withLabel("queries");

  /** The absolute differences of the boxes' numbers. */
  public static final Figure BOX_LOSS =
      Figure.named("boxLoss").withChart("train/box_loss").withLabel("boxes");

  /** What the generalised intersections over unions lack of 1. */
  public static final Figure OVERLAP_LOSS =
      Figure.named("overlapLoss").withChart("train/overlap_loss").withLabel("overlap");

  /** The focal loss of the objectness. */
  public static final Figure OBJECTNESS_LOSS =
      Figure.named("objectnessLoss").withChart("train/objectness_loss");

  /** How many objects the batch has. */
  public static final Figure OBJECTS = Figure.named("objects");

  private DetectionFigures() {}

  static SequencedMap<Figure, Number> of(Losses losses, int objects) {
    var figures = new LinkedHashMap<Figure, Number>();
    figures.put(QUERY_LOSS, losses.queries());
    figures.put(BOX_LOSS, losses.boxes());
    figures.put(OVERLAP_LOSS, losses.overlap());
    figures.put(OBJECTNESS_LOSS, losses.objectness());
    figures.put(OBJECTS, objects);
    return figures;
  }
}

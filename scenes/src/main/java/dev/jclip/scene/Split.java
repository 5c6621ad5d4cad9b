package dev.jclip.scene;

import java.util.ArrayList;
import java.util.List;

/** Scenes to learn from and scenes to judge by; of one seed and index they differ in everything. */
public enum Split {
  /** Without the pairs of colour and shape that are held out. */
  TRAIN,
  /** As the training scenes, but other ones. */
  TEST,
  /** Of the pairs of colour and shape only that no training scene shows. */
  HELD_OUT;

  /** Of each colour one shape, and of each shape one colour. */
  private static final int STRIDE = 5;

  /** A colour with a shape. */
  public record Pair(Colour colour, Shape shape) {
    /** As captions write it: "red mug". */
    @Override
    public String toString() {
      return colour + " " + shape;
    }
  }

  /** The pairs that objects are drawn from. */
  public List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    Colour[] colours = Colour.values();
    Shape[] shapes = Shape.values();
    for (int i = 0; i < colours.length; i++) {
      for (int j = 0; j < shapes.length; j++) {
        boolean heldOut = (i + STRIDE * j) % colours.length == 0;
        if (heldOut == (this == HELD_OUT)) {
          pairs.add(new Pair(colours[i], shapes[j]));
        }
      }
    }
    return pairs;
  }

  @Override
  public String toString() {
    return Words.of(this);
  }
}

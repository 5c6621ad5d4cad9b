package dev.jclip.image;

/** How an image of any shape is scaled before its crop. */
public sealed interface Resize {
  /** The same for a crop of another size: all lengths times a factor. */
  Resize times(double factor);

  /**
   * Scale until the shorter side has the given length, keep the shape.
   *
   * @param edge in pixels
   */
  record Shortest(int edge) implements Resize {
    /** Checks the length. */
    public Shortest {
      Length.check("shortestEdge", edge);
    }

    @Override
    public Shortest times(double factor) {
      return new Shortest(Length.times(edge, factor));
    }
  }

  /**
   * Like {@link Shortest}, but the longer side gets no longer than a limit; transformers'
   * "shortest_edge" with a "longest_edge".
   *
   * @param edge of the shorter side, in pixels
   * @param limit of the longer side, in pixels
   */
  record ShortestWithin(int edge, int limit) implements Resize {
    /** Checks the lengths. */
    public ShortestWithin {
      Length.check("shortestEdge", edge);
      Length.check("longestEdge", limit);
    }

    @Override
    public ShortestWithin times(double factor) {
      return new ShortestWithin(Length.times(edge, factor), Length.times(limit, factor));
    }
  }

  /**
   * Scale until the image just fits into a frame, keep the shape; transformers' "max_height" with a
   * "max_width".
   *
   * @param width of the frame in pixels
   * @param height of the frame in pixels
   */
  record Within(int width, int height) implements Resize {
    /** Checks the lengths. */
    public Within {
      Length.check("maxWidth", width);
      Length.check("maxHeight", height);
    }

    @Override
    public Within times(double factor) {
      return new Within(Length.times(width, factor), Length.times(height, factor));
    }
  }

  /**
   * Scale both sides to given lengths, giving up the shape.
   *
   * @param width in pixels
   * @param height in pixels
   */
  record Squash(int width, int height) implements Resize {
    /** Checks the lengths. */
    public Squash {
      Length.check("resizedWidth", width);
      Length.check("resizedHeight", height);
    }

    @Override
    public Squash times(double factor) {
      return new Squash(Length.times(width, factor), Length.times(height, factor));
    }
  }

  /**
   * Scale until the image just covers the crop, keep the shape; open_clip's "shortest" for a crop
   * that is not square.
   */
  record Cover() implements Resize {
    @Override
    public Cover times(double factor) {
      return this;
    }
  }

  /** Scale until the image just fits into the crop, keep the shape, fill up the borders. */
  record Longest() implements Resize {
    @Override
    public Longest times(double factor) {
      return this;
    }
  }

  /** Leave the image as it is. */
  record Unscaled() implements Resize {
    @Override
    public Unscaled times(double factor) {
      return this;
    }
  }

  /**
   * Pad on the right and below to a square, smooth what is to shrink, and scale the square: OWLv2's
   * way, whose numbers are not rounded to levels in between.
   *
   * @param side of the scaled square in pixels
   * @param fill what is added, in 0..1: 0 is black
   */
  record PaddedSquare(int side, double fill) implements Resize {
    /** Checks the length and the grey. */
    public PaddedSquare {
      Length.check("side", side);
      if (!(fill >= 0 && fill <= 1)) {
        throw new IllegalArgumentException("fill: expected 0..1, found " + fill);
      }
    }

    @Override
    public PaddedSquare times(double factor) {
      return new PaddedSquare(Length.times(side, factor), fill);
    }
  }

  /** Lengths in pixels. */
  final class Length {
    private static final int MAX = 1 << 20;

    private Length() {}

    private static void check(String name, int length) {
      if (length < 1 || length > MAX) {
        throw new IllegalArgumentException(
            "%s: expected 1..%d, found %d".formatted(name, MAX, length));
      }
    }

    private static int times(int length, double factor) {
      return (int) Math.round(length * factor);
    }
  }
}

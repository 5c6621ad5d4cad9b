package dev.jclip.model.inference;

import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.thread.Part;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.InterpolateMode;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kBicubic;
import org.bytedeco.pytorch.kBilinear;

/**
 * Squares of an image through which a model looks at it, each scaled to the model's image size.
 * Guidance takes many of them, so that an image is judged at several scales and places (Katherine
 * Crowson's CLIP guided diffusion).
 *
 * @param squares the squares, at least one; they may overlap
 * @param resampling how each is scaled
 */
public record Cutouts(List<Square> squares, Resampling resampling) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException when there is no square
   */
  public Cutouts {
    squares = List.copyOf(squares);
    if (squares.isEmpty()) {
      throw new IllegalArgumentException("squares: expected at least one, found none");
    }
  }

  /**
   * A square of an image.
   *
   * @param top the first row, from 0
   * @param left the first column, from 0
   * @param side rows and columns, at least 1
   */
  public record Square(int top, int left, int side) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is below its minimum
     */
    public Square {
      if (top < 0 || left < 0 || side < 1) {
        throw new IllegalArgumentException(
            "square: expected top and left of at least 0 and a side of at least 1, found top %d,"
                    .formatted(top)
                + " left %d, side %d".formatted(left, side));
      }
    }

    private boolean isIn(FloatImage image) {
      return (long) top + side <= image.height() && (long) left + side <= image.width();
    }
  }

  /** How a square is scaled, with the numbers of torch.nn.functional. */
  public enum Resampling {
    /**
     * Each pixel is the mean of those that it covers in part ({@code adaptive_avg_pool2d}), which
     * repeats pixels where it enlarges.
     */
    ADAPTIVE_AVERAGE,
    /** Bilinear between pixel centres, also where it shrinks ({@code interpolate}). */
    BILINEAR,
    /** Bilinear, widened by the factor where it shrinks ({@code antialias=True}). */
    BILINEAR_ANTIALIASED,
    /** Bicubic with a = -0.5, widened by the factor where it shrinks ({@code antialias=True}). */
    BICUBIC_ANTIALIASED;

    /**
     * Scales an image.
     *
     * @param image [B, 3, H, W]
     * @return [B, 3, side, side]
     */
    private Tensor scale(Tensor image, int side) {
      return switch (this) {
        case ADAPTIVE_AVERAGE -> torch.adaptive_avg_pool2d(image, side, side);
        case BILINEAR -> interpolate(image, side, new InterpolateMode(new kBilinear()), false);
        case BILINEAR_ANTIALIASED ->
            interpolate(image, side, new InterpolateMode(new kBilinear()), true);
        case BICUBIC_ANTIALIASED ->
            interpolate(image, side, new InterpolateMode(new kBicubic()), true);
      };
    }

    private static Tensor interpolate(
        Tensor image, int side, InterpolateMode mode, boolean antialias) {
      var options = new InterpolateFuncOptions();
      options.size().put(new LongVector(side, side));
      options.mode().put(mode);
      options.align_corners().put(false);
      options.antialias().put(antialias);
      return torch.interpolate(image, options);
    }
  }

  /** The largest square in the middle of an image: all of it, where it is a square itself. */
  public static Cutouts centre(FloatImage image, Resampling resampling) {
    int side = Math.min(image.width(), image.height());
    var square = new Square((image.height() - side) / 2, (image.width() - side) / 2, side);
    return new Cutouts(List.of(square), resampling);
  }

  /** Throws unless all squares lie in an image. */
  void requireIn(FloatImage image) {
    for (int i = 0; i < squares.size(); i++) {
      if (!squares.get(i).isIn(image)) {
        throw new IllegalArgumentException(
            "square %d: expected it inside %dx%d pixels, found %s"
                .formatted(i, image.width(), image.height(), squares.get(i)));
      }
    }
  }

  /**
   * Some of the squares, scaled.
   *
   * @param image [1, 3, H, W]
   * @param which which of the squares
   * @return [count, 3, side, side]
   */
  Tensor of(Tensor image, Part which, int side) {
    return Tensors.cat(
        0,
        IntStream.range(which.first(), which.end())
            .mapToObj(index -> resampling.scale(cut(image, squares.get(index)), side))
            .toArray(Tensor[]::new));
  }

  private static Tensor cut(Tensor image, Square square) {
    return image.narrow(2, square.top(), square.side()).narrow(3, square.left(), square.side());
  }
}

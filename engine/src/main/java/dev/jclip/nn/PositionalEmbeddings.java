package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.InterpolateFuncOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kBicubic;

/** Learned positions of a grid of patches, fitted to a grid of another size. */
public final class PositionalEmbeddings {
  private PositionalEmbeddings() {}

  /** How the grid is interpolated; the peers differ, and so do their numbers. */
  public enum Interpolation {
    /** Bicubic with a = -0.5 and antialiasing, as open_clip does it when it loads a checkpoint. */
    ANTIALIASED,
    /** Bicubic with a = -0.75 and none, as transformers' {@code interpolate_pos_encoding}. */
    PLAIN
  }

  /**
   * Fits positions to a square grid.
   *
   * @param stored [T + S², D]
   * @param leading T, how many positions stand before the grid's and stay as they are
   * @param gridSize patches per side G
   * @return [T + G², D]
   */
  public static Tensor resize(
      Tensor stored, long leading, long gridSize, Interpolation interpolation) {
    return resize(stored, leading, gridSize, gridSize, interpolation);
  }

  /**
   * Fits positions to a grid.
   *
   * @param stored [T + S², D]
   * @param leading T, how many positions stand before the grid's and stay as they are
   * @param rows patches R from the top to the bottom
   * @param columns patches C from the left to the right
   * @return [T + R C, D]
   */
  public static Tensor resize(
      Tensor stored, long leading, long rows, long columns, Interpolation interpolation) {
    long width = stored.size(1);
    long cells = stored.size(0) - leading;
    long storedGrid = Math.round(Math.sqrt((double) cells));
    Tensor grid =
        stored
            .narrow(0, leading, cells)
            .view(1, storedGrid, storedGrid, width)
            .permute(0, 3, 1, 2); // [1, D, S, S]
    Tensor resized =
        interpolate(grid, rows, columns, interpolation) // [1, D, R, C]
            .permute(0, 2, 3, 1)
            .reshape(rows * columns, width);
    return Tensors.cat(0, stored.narrow(0, 0, leading), resized);
  }

  private static Tensor interpolate(
      Tensor grid, long rows, long columns, Interpolation interpolation) {
    var options = new InterpolateFuncOptions();
    options.size().put(new LongVector(rows, columns));
    options.mode().put(new kBicubic());
    options.align_corners().put(false);
    options.antialias().put(interpolation == Interpolation.ANTIALIASED);
    return torch.interpolate(grid, options);
  }
}

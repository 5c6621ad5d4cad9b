package dev.jclip.checkpoint;

import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.PositionalEmbeddings;
import org.bytedeco.pytorch.Tensor;

/**
 * How the positions of an image's patches are fitted to a grid of another size.
 *
 * @param leading how many positions stand before those of the grid
 * @param interpolation as the library of the checkpoint's layout interpolates
 * @param resizable whether another size of the grid is allowed at all
 */
record PositionGrid(
    int leading, PositionalEmbeddings.Interpolation interpolation, boolean resizable) {
  /**
   * How many times more positions a grid may be stretched to: eight times the image's side. More is
   * a damaged configuration, which must not make a small file into a large model.
   */
  private static final long MOST_GROWTH = 64;

  /**
   * Whether stored positions can be fitted to those that a model needs.
   *
   * @param found the shape [N, D] or [1, N, D] of the stored ones
   */
  boolean fits(ParameterSpec spec, long[] found) {
    if (!resizable || !isOfImage(spec.name())) {
      return false;
    }
    int dimensions = found.length;
    boolean isTable = dimensions == 2 || (dimensions == 3 && found[0] == 1);
    if (!isTable || found[dimensions - 1] != spec.shape().get(1)) {
      return false;
    }
    long positions = found[dimensions - 2];
    long side = side(positions);
    return positions > leading
        && side * side == positions - leading
        && spec.shape().getFirst() <= MOST_GROWTH * positions;
  }

  private static boolean isOfImage(String name) {
    boolean ofTowerOrDecoder = name.startsWith("visual.") || CaptionDecoderFiles.hold(name);
    return ofTowerOrDecoder && name.endsWith("positional_embedding");
  }

  /** Fits stored positions to those that a model needs. */
  Tensor fit(Tensor stored, ParameterSpec spec) {
    return PositionalEmbeddings.resize(
        stored, leading, side(spec.shape().getFirst()), interpolation);
  }

  private long side(long positions) {
    return Math.round(Math.sqrt((double) positions - leading));
  }
}

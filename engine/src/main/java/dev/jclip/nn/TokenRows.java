package dev.jclip.nn;

import org.bytedeco.pytorch.Tensor;

/** Picks tokens out of rows of them. */
public final class TokenRows {
  private TokenRows() {}

  /**
   * One token of each row.
   *
   * @param x [B, N, D]
   * @param positions [B], int64
   * @return [B, 1, D]
   */
  public static Tensor at(Tensor x, Tensor positions) {
    return x.gather(1, positions.view(-1, 1, 1).expand(-1, 1, x.size(2)));
  }
}

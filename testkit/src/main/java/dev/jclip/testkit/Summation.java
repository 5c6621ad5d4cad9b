package dev.jclip.testkit;

/**
 * How far sums of products in float32 are from exact ones, derived from nothing but their number of
 * terms: what holds on one processor then holds on all, in whatever order they add.
 */
public final class Summation {
  /** The relative error u of one rounding to float32: half of what is between neighbours. */
  private static final double UNIT = 0x1p-24;

  private static final int DROPPED_BITS = 16;

  private Summation() {}

  /**
   * The factor gamma(n) = n u / (1 - n u): a sum of n products, in any order, by fused additions or
   * not, is off by at most so much of the sum of the products' absolute values. N. J. Higham,
   * Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, lemma 3.1 and the
   * remark on orders behind equation 3.5; chapter 4 for sums.
   */
  public static double gamma(long terms) {
    return terms * UNIT / (1 - terms * UNIT);
  }

  /**
   * What many sums are off together, as a part of their Euclidean norm, where each has n
   * independent products of mean 0. One by one, the k-th of n additions rounds a partial sum whose
   * square is expected to be k/n of the result's, so n (n + 1) / 2 / n squares of u add up, and one
   * more for the products; every other order has smaller partial sums. N. J. Higham and T. Mary,
   * SIAM Journal on Scientific Computing 42(5), 2020, on such data.
   */
  public static double ofRandomProducts(long terms) {
    return UNIT * Math.sqrt((terms + 3) / 2.0);
  }

  /** The nearest bfloat16, the even one of two. */
  public static float toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int isOdd = bits >>> DROPPED_BITS & 1;
    int half = (1 << (DROPPED_BITS - 1)) - 1;
    return Float.intBitsToFloat((bits + half + isOdd) >> DROPPED_BITS << DROPPED_BITS);
  }
}

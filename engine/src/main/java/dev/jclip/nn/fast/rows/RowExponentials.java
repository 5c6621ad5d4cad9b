package dev.jclip.nn.fast.rows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Exponentials of many logits: powers of two, and of fractions, which are a polynomial's. Java's
 * compiler uses vector instructions for them. For one thread.
 */
public final class RowExponentials {
  private static final float LOG2_E = 1.442695f;

  /** Powers of two below are not normal numbers. */
  private static final float LEAST_EXPONENT = -126;

  private final int[] powers;
  private final MemorySegment ofTwo;

  /** For up to as many logits at once. */
  public RowExponentials(int most) {
    powers = new int[most];
    ofTwo = MemorySegment.ofArray(powers);
  }

  /** Sets the first weights to {@code exp(logit - greatest)}. */
  public void set(float[] logits, int count, float greatest, float[] weights) {
    float wholes = 0x1.8p23f;
    float bitsOfOne = 0x1p23f;
    float bitsOfBias = 127 * bitsOfOne;
    for (int i = 0; i < count; i++) {
      float exponent = Math.max((logits[i] - greatest) * LOG2_E, LEAST_EXPONENT);
      float whole = exponent + wholes - wholes;
      float f = exponent - whole; // -1/2 to 1/2
      float upper = Math.fma(f, Math.fma(f, 0.00015469732f, 0.0013400433f), 0.009618025f);
      float lower = Math.fma(f, Math.fma(f, upper, 0.05550327f), 0.2402265f);
      weights[i] = Math.fma(f, Math.fma(f, lower, 0.6931472f), 1);
      powers[i] = (int) Math.fma(whole, bitsOfOne, bitsOfBias);
    }
    for (int i = 0; i < count; i++) {
      weights[i] *= ofTwo.getAtIndex(ValueLayout.JAVA_FLOAT, i);
    }
  }
}

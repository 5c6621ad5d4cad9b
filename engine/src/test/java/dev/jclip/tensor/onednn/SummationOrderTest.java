package dev.jclip.tensor.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.testkit.Summation;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bound of {@link Summation} holds for the orders in which processors add, also where this
 * machine has none of them, and tells a kernel that rounds something else.
 */
class SummationOrderTest {
  /** Of a 3 x 3 convolution of 128 channels. */
  private static final int TERMS = 9 * 128;

  private static final int SUMS = 2_000;

  private final Random random = new Random(4);

  /** Adds products of bfloat16, which float32 holds exactly: 16 of its 24 bits. */
  enum Order {
    ONE_BY_ONE {
      @Override
      float sum(float[] products) {
        return lanes(products, 1);
      }
    },
    LANES_OF_AVX2 {
      @Override
      float sum(float[] products) {
        return lanes(products, 8);
      }
    },
    LANES_OF_AVX512 {
      @Override
      float sum(float[] products) {
        return lanes(products, 16);
      }
    },
    /** VDPBF16PS: a lane takes two neighbours, the second one first. */
    PAIRS_OF_AVX512_BF16 {
      @Override
      float sum(float[] products) {
        float[] sums = new float[16];
        for (int i = 0; i < products.length; i += 2) {
          int lane = i / 2 % sums.length;
          sums[lane] = sums[lane] + products[i + 1] + products[i];
        }
        return lanes(sums, 1);
      }
    },
    /**
     * TDPBF16PS, as Intel's manual writes it out: of a row of 32, even and odd products are added
     * up apart, then together, then to what was there.
     */
    TILES_OF_AMX {
      @Override
      float sum(float[] products) {
        float sum = 0;
        for (int tile = 0; tile < products.length; tile += 32) {
          float even = 0;
          float odd = 0;
          for (int i = tile; i < tile + 32; i += 2) {
            even += products[i];
            odd += products[i + 1];
          }
          sum += even + odd;
        }
        return sum;
      }
    };

    abstract float sum(float[] products);

    static float lanes(float[] products, int count) {
      float[] sums = new float[count];
      for (int i = 0; i < products.length; i++) {
        sums[i % count] += products[i];
      }
      float sum = 0;
      for (float lane : sums) {
        sum += lane;
      }
      return sum;
    }
  }

  /** Kernels that are wrong. */
  enum Fault {
    PRODUCTS_ARE_ROUNDED {
      @Override
      float sum(float[] products) {
        float sum = 0;
        for (float product : products) {
          sum += Summation.toBfloat16(product);
        }
        return sum;
      }
    },
    SUMS_ARE_ROUNDED_BETWEEN_TILES {
      @Override
      float sum(float[] products) {
        float sum = 0;
        for (int i = 0; i < products.length; i++) {
          sum += products[i];
          sum = i % 32 == 31 ? Summation.toBfloat16(sum) : sum;
        }
        return sum;
      }
    },
    A_TERM_IS_MISSING {
      @Override
      float sum(float[] products) {
        float sum = 0;
        for (int i = 1; i < products.length; i++) {
          sum += products[i];
        }
        return sum;
      }
    },
    THE_RESULT_IS_CUT {
      @Override
      float sum(float[] products) {
        return Float.intBitsToFloat(
            Float.floatToRawIntBits(Order.TILES_OF_AMX.sum(products)) & 0xffff_0000);
      }
    };

    abstract float sum(float[] products);
  }

  private interface Kernel {
    float sum(float[] products);
  }

  /** How many of some sums are not exact ones within the bound, rounded once. */
  private long outside(Kernel kernel) {
    return IntStream.range(0, SUMS).filter(_ -> !isWithin(kernel)).count();
  }

  private boolean isWithin(Kernel kernel) {
    float[] products = new float[TERMS];
    double exact = 0;
    double magnitude = 0;
    for (int i = 0; i < TERMS; i++) {
      products[i] = bfloat16() * bfloat16();
      exact += products[i];
      magnitude += Math.abs(products[i]);
    }
    float actual = Summation.toBfloat16(kernel.sum(products));
    double allowed = Summation.gamma(TERMS) * magnitude;
    return Summation.toBfloat16((float) (exact - allowed)) <= actual
        && actual <= Summation.toBfloat16((float) (exact + allowed));
  }

  private float bfloat16() {
    return Summation.toBfloat16((float) random.nextGaussian());
  }

  @ParameterizedTest
  @EnumSource
  void holdsInEveryOrder(Order order) {
    assertThat(outside(order::sum)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void tellsAKernelThatRoundsSomethingElse(Fault fault) {
    assertThat(outside(fault::sum)).isPositive();
  }
}

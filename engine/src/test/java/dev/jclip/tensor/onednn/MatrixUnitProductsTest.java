package dev.jclip.tensor.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The same kernel, where it is the matrix unit that computes. */
@Tries(Kernel.INTEGER_TILES)
class MatrixUnitProductsTest extends IntegerProductsContract {
  @Override
  IntegerProducts pack(int out, int in, Supplier<IntegerProducts.Rows> rows) {
    return new TiledProducts(out, in, rows);
  }

  @Test
  void theUnitTakesSixteenRowsAtOnce() {
    assertThat(IntegerProducts.rowsAtOnce()).isEqualTo(16);
  }
}

package dev.jclip.tensor.onednn;

import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import java.util.function.Supplier;

@Tries(Kernel.INTEGER_BLOCKS)
class TiledProductsTest extends IntegerProductsContract {
  @Override
  IntegerProducts pack(int out, int in, Supplier<IntegerProducts.Rows> rows) {
    return new TiledProducts(out, in, rows);
  }
}

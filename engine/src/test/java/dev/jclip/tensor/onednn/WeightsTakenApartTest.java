package dev.jclip.tensor.onednn;

import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import java.util.function.Supplier;

/** What processors need that cut sums of two products, on any. */
@Tries(Kernel.INTEGER_OPERATORS)
class WeightsTakenApartTest extends IntegerProductsContract {
  @Override
  IntegerProducts pack(int out, int in, Supplier<IntegerProducts.Rows> rows) {
    return new EngineProducts(out, in, rows, true);
  }
}

package dev.jclip.tensor.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@Tries(Kernel.INTEGER_OPERATORS)
class EngineProductsTest extends IntegerProductsContract {
  @Override
  IntegerProducts pack(int out, int in, Supplier<IntegerProducts.Rows> rows) {
    return new EngineProducts(out, in, rows);
  }

  @Test
  void areExactWhereColumnsHaveNoWholeGroups() {
    try (var products = IntegerProducts.pack(8, 75, () -> (_, _) -> {})) {
      assertThat(products).isInstanceOf(EngineProducts.class);
    }
    areExact(bytes(3, 75), values(8 * 75, -127, 127), 8);
  }
}

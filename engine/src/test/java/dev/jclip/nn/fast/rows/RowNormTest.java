package dev.jclip.nn.fast.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class RowNormTest {
  @Test
  void isTheLayerFarFromZeroToo() {
    int width = 96;
    var random = new Random(4);
    float[] row = new float[width];
    for (int i = 0; i < width; i++) {
      row[i] = 300 + 5 * (float) random.nextGaussian();
    }
    try (TensorScope _ = TensorScope.inference();
        var weights = new Weights()) {
      for (String name : List.of("weight", "bias")) {
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
          values[i] = (float) random.nextGaussian();
        }
        weights.add("ln." + name, Tensors.of(values, width));
      }
      Parameters parameters = weights.at("ln");
      float[] expected =
          Tensors.floats(new LayerNorm(parameters, width, 1e-5).forward(Tensors.of(row, 1, width)));
      new RowNorm(parameters, width, 1e-5).apply(0, row);
      assertThat(row).containsExactly(expected, Offset.offset(2e-5f));
    }
  }
}

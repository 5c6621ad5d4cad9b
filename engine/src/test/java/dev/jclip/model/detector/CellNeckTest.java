package dev.jclip.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.model.detector.DetectorConfig.Neck;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.RandomParameters;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellNeckTest {
  private static final int SIDE = 2;
  private static final int CHANNELS = 6;

  /** Each row a cell. */
  private static float[][] forward(float[] cells) {
    try (TensorScope _ = TensorScope.inference()) {
      var neck =
          new CellNeck(
              new Neck(8, 1, 2),
              CHANNELS,
              SIDE,
              new RandomParameters(new Random(5)),
              new PlainLayers());
      return Tensors.rows(neck.forward(Tensors.of(cells, 1, SIDE * SIDE, CHANNELS)).select(0, 0));
    }
  }

  private static float[] cells() {
    float[] cells = new float[SIDE * SIDE * CHANNELS];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = i % CHANNELS - 2f;
    }
    return cells;
  }

  @Test
  void equalCellsDifferByWhereTheyAre() {
    float[][] out = forward(cells());
    assertThat(out).hasDimensions(SIDE * SIDE, 8);
    assertThat(Arrays.stream(out).map(Arrays::toString)).doesNotHaveDuplicates();
  }

  @Test
  void cellsSeeOneAnother() {
    float[] cells = cells();
    cells[0] = 9;
    assertThat(forward(cells)[3]).isNotEqualTo(forward(cells())[3]);
  }
}

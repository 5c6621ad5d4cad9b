package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ImagePreprocessorTest {
  private static PreprocessConfig config(String text) {
    String[] parts = text.split(";", -1);
    return new PreprocessConfig(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        resize(parts),
        Interpolation.valueOf(parts[4]),
        CropRounding.valueOf(parts[5]),
        PreprocessConfig.OPENAI_MEAN,
        PreprocessConfig.OPENAI_STD,
        Integer.parseInt(parts[6]));
  }

  private static Resize resize(String[] parts) {
    return switch (parts[2]) {
      case "SHORTEST" -> new Resize.Shortest(Integer.parseInt(parts[3]));
      case "COVER" -> new Resize.Cover();
      case "LONGEST" -> new Resize.Longest();
      case "SQUASH" -> new Resize.Squash(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      default -> throw new IllegalArgumentException(parts[2]);
    };
  }

  private static String checksum(float[] floats) {
    var bytes = ByteBuffer.allocate(4 * floats.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : floats) {
      bytes.putFloat(value);
    }
    return TestPictures.checksum(bytes.array());
  }

  @Test
  void floatsEqualTheReferences() {
    List<List<String>> cases = TestPictures.rows("preprocess.csv");
    var different = new ArrayList<List<String>>();
    for (List<String> row : cases) {
      RgbImage image =
          TestPictures.noise(Integer.parseInt(row.get(0)), Integer.parseInt(row.get(1)));
      float[] floats = new ImagePreprocessor(config(row.get(2))).preprocess(image);
      if (!checksum(floats).equals(row.get(3))) {
        different.add(row);
      }
    }
    assertThat(cases).hasSizeGreaterThan(200);
    assertThat(different).isEmpty();
  }

  @Test
  void eightThreadsGiveTheBitsOfOne() throws Exception {
    var preprocessor = new ImagePreprocessor(PreprocessConfig.openAi(64));
    RgbImage image = TestPictures.noise(300, 200);
    float[] expected = preprocessor.preprocess(image);
    Callable<float[]> task = () -> preprocessor.preprocess(image);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<float[]> result : threads.invokeAll(Collections.nCopies(32, task))) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void writesOnlyItsPartOfABatch() {
    var preprocessor = new ImagePreprocessor(PreprocessConfig.openAi(8));
    RgbImage image = TestPictures.noise(20, 10);
    float[] batch = new float[3 * preprocessor.numFloats()];
    preprocessor.preprocess(image, batch, preprocessor.numFloats());
    int size = preprocessor.numFloats();
    assertThat(Arrays.copyOfRange(batch, size, 2 * size)).isEqualTo(preprocessor.preprocess(image));
    assertThat(Arrays.copyOfRange(batch, 0, size)).containsOnly(0);
    assertThat(Arrays.copyOfRange(batch, 2 * size, 3 * size)).containsOnly(0);
  }

  @Test
  void refusesAnArrayWithoutRoom() {
    var preprocessor = new ImagePreprocessor(PreprocessConfig.openAi(8));
    RgbImage image = TestPictures.noise(20, 10);
    for (int offset : new int[] {1, -1, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> preprocessor.preprocess(image, new float[192], offset))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected room for 192 floats from offset " + offset);
    }
  }

  @Test
  void longPicturesCostNoMoreThanTheirCrop() {
    var preprocessor = new ImagePreprocessor(PreprocessConfig.openAi(224));
    RgbImage crop = preprocessor.resizeAndCrop(TestPictures.noise(1, 20_000));
    assertThat(crop.width()).isEqualTo(224);
    assertThat(crop.height()).isEqualTo(224);
  }

  @Test
  void refusesPicturesTooElongatedToScale() {
    RgbImage line = TestPictures.noise(12_000_000, 1);
    for (String mode : List.of("SHORTEST", "COVER", "LONGEST", "SQUASH")) {
      var config = config("224;224;" + mode + ";224;BICUBIC;HALF_EVEN;0");
      assertThatThrownBy(() -> new ImagePreprocessor(config).resizeAndCrop(line))
          .as("%s", mode)
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("too elongated");
    }
  }

  @Test
  void configNamesTheWrongValue() {
    assertThatThrownBy(() -> PreprocessConfig.openAi(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("width: expected 1..16384, found 0");
    var config = PreprocessConfig.openAi(8);
    assertThatThrownBy(
            () ->
                new PreprocessConfig(
                    8,
                    8,
                    new Resize.Squash(8, 8),
                    Interpolation.BICUBIC,
                    CropRounding.FLOOR,
                    config.mean(),
                    List.of(1f, 0f, 1f),
                    0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("std: expected positive values");
  }
}

package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.testkit.Pixels;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** All images of the shared folder, from the file and from the decoded pixels. */
@EnabledIf("dev.jclip.image.SharedGoldens#present")
class SharedGoldenTest {
  private static final ImageDecoder DECODER =
      ImageDecoder.create(ImageDecoder.Options.DEFAULT.withApplyExifOrientation(false));

  private static ImagePreprocessor preprocessor(String kind) {
    return new ImagePreprocessor(
        switch (kind) {
          case "crop224" -> PreprocessConfig.openAi(224);
          case "crop336" -> PreprocessConfig.openAi(336);
          default ->
              new PreprocessConfig(
                  64,
                  64,
                  new Resize.Squash(64, 64),
                  Interpolation.BICUBIC,
                  CropRounding.HALF_EVEN,
                  PreprocessConfig.OPENAI_MEAN,
                  PreprocessConfig.OPENAI_STD,
                  0);
        });
  }

  @Test
  void filesAndDecodedPixelsGiveTheSameBytesAsPillow() throws IOException {
    var goldens = new SharedGoldens().images();
    var differences = new TreeMap<String, Integer>();
    goldens.forEach(
        (key, expected) -> {
          String name = key.substring(0, key.indexOf('/'));
          String kind = key.substring(key.indexOf('/') + 1);
          RgbImage fromFile = DECODER.decode(SharedGoldens.file(name));
          if (kind.equals("decoded")) {
            differences.put(key, Pixels.maxDifference(fromFile.rgb(), expected.rgb()));
          } else {
            RgbImage result = preprocessor(kind).resizeAndCrop(fromFile);
            differences.put(key, Pixels.maxDifference(result.rgb(), expected.rgb()));
            RgbImage decoded = goldens.getOrDefault(name + "/decoded", fromFile);
            RgbImage fromPixels = preprocessor(kind).resizeAndCrop(decoded);
            differences.put(
                key + " of decoded", Pixels.maxDifference(fromPixels.rgb(), expected.rgb()));
          }
        });
    assertThat(differences).hasSizeGreaterThan(200);
    assertThat(List.copyOf(differences.entrySet())).allMatch(entry -> entry.getValue() == 0);
  }
}

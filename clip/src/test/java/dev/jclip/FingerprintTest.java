package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Precision;
import dev.jclip.image.ImageDecoder;
import dev.jclip.model.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  private static final List<String> VOCABULARY = List.of("vocab.json", "merges.txt");

  @TempDir private Path folder;

  @BeforeEach
  void copyTheModel() throws IOException {
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      clip.save(folder, Layout.TRANSFORMERS);
    }
    for (String file : VOCABULARY) {
      Files.copy(Fixtures.MODEL.resolve(file), folder.resolve(file));
    }
  }

  private static String fingerprint(ClipLoader loader, Path model) {
    try (Clip clip = loader.load(model)) {
      return clip.fingerprint();
    }
  }

  private String ofCopy() {
    return fingerprint(Clip.loader(), folder);
  }

  @Test
  void isPinnedSinceStoredVectorsCarryIt() {
    assertThat(fingerprint(Clip.loader(), Fixtures.MODEL))
        .isEqualTo("bd2abfdf942a5af7d6b30390e7b7000cbfa558402a42a68567ad0c1a3f9f4370");
  }

  @Test
  void isTheSameForACopyWhateverTheOptionsThatChangeNoVector() {
    assertThat(ofCopy()).isEqualTo(fingerprint(Clip.loader().batchSize(3), Fixtures.MODEL));
  }

  @Test
  void changesWithOneWeight() throws IOException {
    String before = ofCopy();
    Path weights = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 4] ^= 1;
    Files.write(weights, bytes);
    assertThat(ofCopy()).isNotEqualTo(before);
  }

  @Test
  void changesWithTheVocabulary() throws IOException {
    String before = ofCopy();
    Path merges = folder.resolve("merges.txt");
    List<String> lines = Files.readAllLines(merges);
    lines.add(1, lines.remove(2));
    Files.write(merges, lines);
    assertThat(ofCopy()).isNotEqualTo(before);
    Files.delete(merges);
    Files.delete(folder.resolve("vocab.json"));
    assertThat(ofCopy()).isNotEqualTo(before);
  }

  @Test
  void changesWithThePreprocessing() throws IOException {
    String before = ofCopy();
    assertThat(fingerprint(Clip.loader().imageSize(48), folder)).isNotEqualTo(before);
    var asStored = ImageDecoder.Options.DEFAULT.withApplyExifOrientation(false);
    assertThat(fingerprint(Clip.loader().decoder(ImageDecoder.create(asStored)), folder))
        .isNotEqualTo(before);
    Path config = folder.resolve("preprocessor_config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("0\\.48", "0.49"));
    String changed = ofCopy();
    assertThat(changed).isNotEqualTo(before);
    Files.writeString(
        folder.resolve("processor_config.json"),
        "{\"image_processor\": {\"size\": 40, \"crop_size\": 32}}");
    assertThat(ofCopy()).isNotIn(before, changed);
  }

  @Test
  void changesWithThePrecision() throws IOException {
    String before = ofCopy();
    assertThat(fingerprint(Clip.loader().precision(Precision.F32), folder)).isEqualTo(before);
    assertThat(fingerprint(Clip.loader().precision(Precision.INT8), folder)).isNotEqualTo(before);
  }
}

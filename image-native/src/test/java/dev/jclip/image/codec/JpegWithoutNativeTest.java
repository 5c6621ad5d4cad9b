package dev.jclip.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.image.PillowCases;
import dev.jclip.testkit.Pixels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** JPEG where no native decoder is on the class path. */
@Tag("slow")
class JpegWithoutNativeTest {
  @Test
  void hasPillowsPixelsToo() {
    var differences = new TreeMap<String, Integer>();
    PillowCases.stored()
        .forEach(
            (name, expected) -> {
              byte[] file = Objects.requireNonNull(PillowCases.files().get(name));
              if (ImageFormat.of(file) == ImageFormat.JPEG) {
                StoredImage image = JpegDecoder.decode(file, Integer.MAX_VALUE, Optional.empty());
                differences.put(name, Pixels.maxDifference(image.rgb(), expected.rgb()));
              }
            });
    assertThat(differences).hasSizeGreaterThan(30);
    assertThat(List.copyOf(differences.entrySet())).allMatch(entry -> entry.getValue() == 0);
  }

  @Test
  void theNativeDecoderIsFoundHere() {
    assertThat(InstalledDecoder.get()).isPresent();
  }
}

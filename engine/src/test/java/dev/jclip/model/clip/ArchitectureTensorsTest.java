package dev.jclip.model.clip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.catalog.Architectures;
import dev.jclip.nn.ParameterSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The tensors of each known architecture's towers are those that open_clip itself builds. */
class ArchitectureTensorsTest {
  private static final String TABLE = "/dev/jclip/model/clip/architectures.csv";
  private static final Architectures ARCHITECTURES = Architectures.load();

  @Test
  void theTableHoldsEveryArchitecture() throws IOException {
    List<String> names =
        Files.readAllLines(Path.of("src/test/resources" + TABLE)).stream()
            .skip(1)
            .map(line -> line.substring(0, line.indexOf(',')))
            .toList();
    assertThat(names).hasSize(58).containsExactlyElementsOf(ARCHITECTURES.all().keySet());
  }

  @ParameterizedTest
  @CsvFileSource(resources = TABLE, numLinesToSkip = 1)
  void namesShapesAndCountsAreThoseOfOpenClip(String name, long image, long text, String tensors) {
    ClipConfig config = ARCHITECTURES.find(name).orElseThrow().withoutDecoder();
    List<ParameterSpec> specs = ClipModel.parameterSpecs(config);
    assertThat(learned(specs, spec -> spec.startsWith("visual."))).isEqualTo(image);
    assertThat(learned(specs, spec -> !spec.startsWith("visual.") && !spec.startsWith("logit_")))
        .isEqualTo(text);
    assertThat(digest(specs)).isEqualTo(tensors);
  }

  private static long learned(List<ParameterSpec> specs, Predicate<String> name) {
    return specs.stream()
        .filter(spec -> spec.learned() && name.test(spec.name()))
        .mapToLong(ParameterSpec::elementCount)
        .sum();
  }

  private static String digest(List<ParameterSpec> specs) {
    String lines =
        specs.stream().map(ArchitectureTensorsTest::line).sorted().collect(Collectors.joining());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(ParameterSpec spec) {
    return spec.shape().stream()
        .map(String::valueOf)
        .collect(Collectors.joining("x", spec.name() + " ", "\n"));
  }
}

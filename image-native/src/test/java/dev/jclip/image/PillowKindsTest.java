package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.error.ImageException;
import dev.jclip.testkit.Pixels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Images as many programs write them: Pillow's pixels, or a refusal that Pillow shares or that the
 * documentation of {@link ImageDecoder} names. {@code src/test/python/make_image_kinds.py} makes
 * the archives.
 */
class PillowKindsTest {
  private static final String FILE = "jclip.pillow.kinds";

  /** The refusals that are stated, by what they say. */
  private static final Map<String, Pattern> POLICIES =
      Map.of(
          "JPEG that ends early", Pattern.compile("JPEG: truncated: \\d+x\\d+ pixels need"),
          "PNG that ends early", Pattern.compile("png: truncated: \\d+ bytes expected"),
          "checksum of PNG", Pattern.compile("PNG: chunk \\w+ .*checksum does not match"),
          "pixels of TIFF", Pattern.compile("TIFF: (CIE Lab|YCbCr) pixels .* are not read"));

  private enum Outcome {
    IDENTICAL,
    REFUSED_BY_BOTH,
    STATED_POLICY,
    MISREAD_BY_PILLOW,
    READ_ONLY_HERE,
    WRONG
  }

  private record Result(String file, Outcome outcome, String detail) {
    String line() {
      return "%s %s: %s".formatted(outcome, file, detail);
    }
  }

  private static Result result(String file, byte[] bytes, Map<String, byte[]> entries) {
    byte @Nullable [] upright = entries.get(file + ".upright.rgb");
    try {
      RgbImage image = ImageDecoder.create().decode(bytes, file);
      if (upright == null) {
        String reason =
            new String(
                Objects.requireNonNull(entries.get(file + ".refused")), StandardCharsets.UTF_8);
        return new Result(file, Outcome.READ_ONLY_HERE, reason);
      }
      RgbImage expected = PillowCases.image(upright);
      Outcome equal =
          entries.containsKey(file + ".misread") ? Outcome.MISREAD_BY_PILLOW : Outcome.IDENTICAL;
      return image.equals(expected)
          ? new Result(file, equal, "")
          : new Result(file, Outcome.WRONG, difference(image, expected));
    } catch (ImageException e) {
      String message = String.valueOf(e.getMessage());
      if (upright == null) {
        return new Result(file, Outcome.REFUSED_BY_BOTH, message);
      }
      return POLICIES.entrySet().stream()
          .filter(policy -> policy.getValue().matcher(message).find())
          .findFirst()
          .map(policy -> new Result(file, Outcome.STATED_POLICY, policy.getKey() + ": " + message))
          .orElseGet(() -> new Result(file, Outcome.WRONG, message));
    }
  }

  private static String difference(RgbImage image, RgbImage expected) {
    return image.width() == expected.width() && image.height() == expected.height()
        ? "differs by " + Pixels.maxDifference(image.rgb(), expected.rgb())
        : image + " for " + expected;
  }

  private static List<Result> results(Map<String, byte[]> entries) {
    var results = new ArrayList<Result>();
    entries.forEach(
        (name, bytes) -> {
          if (!name.matches(".*\\.(rgb|refused|misread)")) {
            results.add(result(name, bytes, entries));
          }
        });
    return results;
  }

  @Test
  void picturesOfManyProgramsHavePillowsPixels() {
    checked(PillowCases.entries("pillow-kinds.zip"));
  }

  @Test
  @EnabledIfSystemProperty(named = FILE, matches = ".+")
  void thoseOfTheArchiveTooHavePillowsPixels() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(System.getProperty(FILE)))) {
      List<Result> results = checked(PillowCases.entries(in));
      var counts = new TreeMap<Outcome, Integer>();
      results.forEach(result -> counts.merge(result.outcome, 1, Integer::sum));
      System.out.println(counts);
      results.stream()
          .filter(result -> !result.detail.isEmpty() && result.outcome != Outcome.REFUSED_BY_BOTH)
          .forEach(result -> System.out.println(result.line()));
    }
  }

  private static List<Result> checked(Map<String, byte[]> entries) {
    List<Result> results = results(entries);
    assertThat(results).hasSizeGreaterThan(200);
    assertThat(results.stream().filter(result -> result.outcome == Outcome.WRONG).map(Result::line))
        .isEmpty();
    return results;
  }
}

package dev.jclip.captioning.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.captioning.claim.Claim.Kind;
import dev.jclip.embed.TextEncoder;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimCheckerTest {
  private static final String TRUTH = "a red mug left of two blue books";
  private static final float[] IMAGE = {1, 0};

  @TempDir private Path folder;

  /** Texts lie the nearer to the image the more of their words are the truth's, in its places. */
  private static float[] vector(String text) {
    String[] words = text.split(" ", -1);
    String[] truth =
        text.endsWith("object") || text.endsWith("objects")
            ? new String[] {"three", "objects"}
            : TRUTH.split(" ", -1);
    if (words.length == 3) {
      truth =
          words[2].startsWith("mug")
              ? new String[] {"one", "red", "mug"}
              : new String[] {"two", "blue", "books"};
    }
    String[] right = truth;
    long wrong =
        Math.abs(words.length - right.length)
            + IntStream.range(0, Math.min(words.length, right.length))
                .filter(i -> !words[i].equals(right[i]))
                .count();
    double similarity = 1 - 0.05 * wrong;
    return new float[] {(float) similarity, (float) Math.sqrt(1 - similarity * similarity)};
  }

  private static final TextEncoder TEXTS = new FakeTexts();

  private static final class FakeTexts implements TextEncoder {
    @Override
    public int embedDim() {
      return 2;
    }

    @Override
    public List<float[]> encodeTexts(List<String> texts) {
      return texts.stream().map(ClaimCheckerTest::vector).toList();
    }
  }

  private static ClaimChecker checker(ClaimCalibration calibration) {
    return new ClaimChecker(TEXTS, ClaimParser.english(), calibration);
  }

  private final ClaimChecker checker = checker(ClaimCalibration.uncalibrated());

  @Test
  void aRightCaptionIsSupported() {
    CheckedCaption checked = checker.check(IMAGE, TRUTH);
    assertThat(checked.isSupported()).isTrue();
    assertThat(checked.confidence()).isEqualTo(1);
    assertThat(checked.claims()).extracting(CheckedClaim::margin).allMatch(margin -> margin > 0);
  }

  @Test
  void aWrongWordIsFoundAndExchanged() {
    for (String wrong :
        List.of(
            "a green mug left of two blue books",
            "a red mug right of two blue books",
            "a red bowl left of two blue books")) {
      CheckedCaption checked = checker.check(IMAGE, wrong);
      assertThat(checked.isSupported()).as(wrong).isFalse();
      assertThat(checker.corrected(IMAGE, checked).orElseThrow().text()).isEqualTo(TRUTH);
    }
  }

  @Test
  void twoWrongWordsAreExchangedOneAfterTheOther() {
    CheckedCaption checked = checker.check(IMAGE, "a green mug right of two blue books");
    assertThat(checked.unsupported())
        .extracting(claim -> claim.claim().kind())
        .contains(Kind.COLOUR, Kind.RELATION);
    assertThat(checker.corrected(IMAGE, checked).orElseThrow().text()).isEqualTo(TRUTH);
  }

  @Test
  void aCaptionWithoutClaimsIsSupported() {
    assertThat(checker.check(IMAGE, "a quokka").isSupported()).isTrue();
  }

  private static CheckedCaption known(double... margins) {
    var claim = new Claim(Kind.COLOUR, "a red mug", "a red mug", List.of("a blue mug"));
    return new CheckedCaption(
        "a red mug",
        Arrays.stream(margins)
            .mapToObj(margin -> new CheckedClaim(claim, margin, "a blue mug", 1, true))
            .toList());
  }

  private static final List<CheckedCaption> KNOWN =
      IntStream.range(0, 99).mapToObj(i -> known(-0.10 + 0.002 * i)).toList();

  @Test
  void confidenceIsTheShareOfRightClaimsThatFitNoBetter() {
    ClaimCalibration calibration = ClaimCalibration.of("space", KNOWN, 0.05);
    assertThat(calibration.confidence(Kind.COLOUR, -0.2)).isCloseTo(0.01, within(1e-12));
    assertThat(calibration.confidence(Kind.COLOUR, -0.10)).isCloseTo(0.02, within(1e-12));
    assertThat(calibration.confidence(Kind.COLOUR, 1)).isEqualTo(1);
    assertThat(calibration.confidence(Kind.COUNT, -0.001)).isZero();
  }

  @Test
  void noMoreRightCaptionsLoseAClaimThanWasAsked() {
    for (double loss : new double[] {0, 0.05, 0.2, 1}) {
      ClaimCalibration calibration = ClaimCalibration.of("space", KNOWN, loss);
      long lost =
          KNOWN.stream()
              .filter(
                  caption ->
                      !calibration.supports(
                          calibration.confidence(
                              Kind.COLOUR, caption.claims().getFirst().margin())))
              .count();
      assertThat(lost).isLessThanOrEqualTo((long) (loss * KNOWN.size()));
      assertThat(lost).isGreaterThanOrEqualTo((long) (loss * KNOWN.size()) - 1);
    }
  }

  @Test
  void aCalibrationIsReadAsItWasWritten() {
    Path file = folder.resolve("claims.json");
    ClaimCalibration.of("space", KNOWN, 0.05).write(file);
    ClaimCalibration read = ClaimCalibration.read(file);
    assertThat(read.space()).contains("space");
    assertThat(read.threshold()).isEqualTo(ClaimCalibration.of("space", KNOWN, 0.05).threshold());
    assertThat(read.confidence(Kind.COLOUR, 0))
        .isEqualTo(ClaimCalibration.of("space", KNOWN, 0.05).confidence(Kind.COLOUR, 0));
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    for (String content : List.of("{}", "[1]", "nothing", "{\"margins\":{\"X\":[]}}")) {
      Path file = Files.writeString(folder.resolve("claims.json"), content);
      assertThatThrownBy(() -> ClaimCalibration.read(file))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("claims.json");
    }
  }

  @Test
  void nothingToMeasureIsRefused() {
    assertThatThrownBy(() -> ClaimCalibration.of("space", List.of(known()), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("captions with claims");
    assertThatThrownBy(() -> ClaimCalibration.of("space", KNOWN, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss");
  }

  @Test
  void eachTextIsEmbeddedOnce() {
    var embedded = new ArrayList<List<String>>();
    TextEncoder recording =
        new TextEncoder() {
          @Override
          public int embedDim() {
            return 2;
          }

          @Override
          public List<float[]> encodeTexts(List<String> texts) {
            embedded.add(texts);
            return TEXTS.encodeTexts(texts);
          }
        };
    var checker =
        new ClaimChecker(recording, ClaimParser.english(), ClaimCalibration.uncalibrated());
    List<CheckedCaption> checked =
        checker.check(IMAGE, List.of(TRUTH, "a red mug right of two blue bowls", "nothing"));
    assertThat(embedded).as("captions together").hasSize(1);
    assertThat(checked).extracting(CheckedCaption::isSupported).containsExactly(true, false, true);
    assertThat(checked.get(1)).isEqualTo(checker.check(IMAGE, checked.get(1).text()));
    embedded.clear();
    assertThat(checker.corrected(IMAGE, checked.get(1)).orElseThrow().text()).isEqualTo(TRUTH);
    assertThat(embedded.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }
}

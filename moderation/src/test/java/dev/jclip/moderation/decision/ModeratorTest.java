package dev.jclip.moderation.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.embed.Embeddings;
import dev.jclip.error.ImageException;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Concept;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.policy.Severity;
import dev.jclip.moderation.score.PolicyScorer;
import dev.jclip.moderation.view.Box;
import dev.jclip.moderation.view.Tiling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeratorTest {
  private static final int SIDE = 96;

  @TempDir private Path folder;

  private final ColourModel model = new ColourModel();

  private Moderator moderator(int scales, boolean stability) {
    var concept = new Concept(List.of("a red cone"), List.of("a leaf"), List.of());
    var category =
        new Category("cones", Severity.LOW, Action.BLUR, 0.5, List.of(concept), List.of());
    var policy = new Policy("ours", Action.FLAG, List.of(category));
    return new Moderator(
        model,
        new Judge(PolicyScorer.of(policy, model, Map.of())),
        new ExaminationOptions(new Tiling(scales), stability));
  }

  /** A blue image with a red square. */
  private static RgbImage image(Box red) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean inside =
            x >= red.x() && x < red.x() + red.width() && y >= red.y() && y < red.y() + red.height();
        rgb[3 * (y * SIDE + x) + (inside ? 0 : 2)] = (byte) 255;
      }
    }
    return new RgbImage(SIDE, SIDE, rgb);
  }

  private static CategoryDecision only(Decision decision) {
    return decision.categories().getFirst();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 18", "75, 72, 20", "40, 33, 20", "10, 60, 24", "20, 20, 36"})
  void tilesFindASmallObjectAndItsPlace(int x, int y, int side) {
    Box red = new Box(x, y, side, side);

    assertThat(only(moderator(1, false).decide(image(red))).isHit()).isFalse();

    CategoryDecision found = only(moderator(3, false).decide(image(red)));
    assertThat(found.isHit()).isTrue();
    assertThat(found.sentence()).contains("a red cone");
    Box region = found.region().orElseThrow();
    assertThat(region.intersectionOverUnion(red)).isGreaterThan(0.3);
    assertThat(share(region, red)).isGreaterThan(0.95); // a tile alone is red by a half
  }

  /** How much of a part lies within another one. */
  private static double share(Box part, Box other) {
    double overlap = part.intersectionOverUnion(other);
    double areas = (double) part.width() * part.height() + (double) other.width() * other.height();
    return overlap / (1 + overlap) * areas / ((double) part.width() * part.height());
  }

  @Test
  void anImageThatIsTheObjectHasNoRegion() {
    CategoryDecision found = only(moderator(3, false).decide(image(new Box(0, 0, SIDE, SIDE))));

    assertThat(found.isHit()).isTrue();
    assertThat(found.region()).isEmpty();
  }

  @Test
  void stabilityIsMeasuredWhereItIsAskedFor() {
    RgbImage image = image(new Box(0, 0, SIDE, SIDE));

    assertThat(only(moderator(1, false).decide(image)).stability()).isEmpty();
    assertThat(only(moderator(1, true).decide(image)).stability().orElseThrow().stable()).isTrue();
  }

  /** Red in the middle, just too little of it: without the edges it is enough. */
  @Test
  void aDecisionThatACropChangesIsUnstable() {
    int edge = 0;
    while (only(moderator(1, false).decide(image(middle(edge)))).isHit()) {
      edge++;
    }

    CategoryDecision.Stability stability =
        only(moderator(1, true).decide(image(middle(edge)))).stability().orElseThrow();
    assertThat(stability.stable()).isFalse();
    assertThat(stability.minimum()).isLessThan(0.5);
    assertThat(stability.maximum()).isGreaterThan(0.5);
  }

  private static Box middle(int edge) {
    return new Box(edge, edge, SIDE - 2 * edge, SIDE - 2 * edge);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "3, false", "2, true"})
  void manyImagesAreDecidedInOrderLikeEachByItself(int scales, boolean stability) {
    Moderator moderator = moderator(scales, stability);
    List<Integer> sources = IntStream.range(0, 70).boxed().toList();
    var heard = new ArrayList<String>();
    var unlike = new ArrayList<Integer>();

    moderator.decide(
        sources.iterator(),
        ModeratorTest::decoded,
        new ModerationReceiver<Integer>() {
          @Override
          public void decided(Integer source, Decision decision, EmbeddedImage embedded) {
            heard.add("decided " + source);
            if (!decision.equals(moderator.decide(decoded(source)))
                || embedded.changed().size() != (stability ? 4 : 0)) {
              unlike.add(source);
            }
          }

          @Override
          public void failed(Integer source, ImageException reason) {
            heard.add("failed " + source);
          }
        });

    assertThat(unlike).isEmpty();
    assertThat(heard)
        .containsExactlyElementsOf(
            sources.stream().map(i -> (i % 10 == 7 ? "failed " : "decided ") + i).toList());
  }

  /** Of two images that the sentence fits alike, the one like the examples belongs more. */
  @Test
  void exampleImagesMoveTheEvidenceByAQuarterOfTheirDifference() throws IOException {
    Path blue = picture("blue.png", new Box(0, 0, 1, 1));
    Path red = picture("red.png", new Box(0, 0, SIDE, SIDE));
    var plain = new Concept(List.of("a red cone"), List.of("a leaf"), List.of());
    var shown =
        new Concept(
            List.of("a red cone"), List.of("a leaf"), List.of(), List.of(red), List.of(blue));
    EmbeddedImage image =
        new ImageEmbedder(model, ExaminationOptions.DEFAULT).embed(image(new Box(0, 0, 60, 60)));

    double difference = excess(shown, image) - excess(plain, image);

    float[] embedding = image.views().getFirst();
    double examples = Embeddings.dot(embedded(red), embedding);
    double counterExamples = Embeddings.dot(embedded(blue), embedding);
    assertThat(difference).isCloseTo(0.25 * (examples - counterExamples), within(1e-6));
    assertThat(Math.abs(difference)).isGreaterThan(0.01);
  }

  private Path picture(String name, Box red) throws IOException {
    Path file = folder.resolve(name);
    ImageIO.write(image(red).toBufferedImage(), "png", file.toFile());
    return file;
  }

  private float[] embedded(Path file) {
    return Embeddings.normalize(
        model
            .pixelFeatures(List.of(model.preprocess(ImageDecoder.create().decode(file))))
            .getFirst());
  }

  private double excess(Concept concept, EmbeddedImage image) {
    var category =
        new Category("cones", Severity.LOW, Action.BLUR, 0.5, List.of(concept), List.of());
    var judge =
        new Judge(
            PolicyScorer.of(new Policy("ours", Action.FLAG, List.of(category)), model, Map.of()));
    return judge.scorer().categories().getFirst().excess(judge.views(image), 1);
  }

  /** Where nothing is decided, nothing is looked at but the tiles. */
  @Test
  void anEmbedderLooksForNoRegion() {
    var options = new ExaminationOptions(new Tiling(3), false);
    Box red = new Box(40, 33, 20, 20);

    EmbeddedImage embedded = new ImageEmbedder(model, options).embed(image(red));

    assertThat(model.encoded()).isEqualTo(options.tiling().boxes(SIDE, SIDE).size());
    assertThat(embedded.boxes()).isEqualTo(options.tiling().boxes(SIDE, SIDE));
    moderator(3, false).decide(image(red));
    assertThat(model.encoded()).isGreaterThan(2 * embedded.boxes().size()); // a region was sought
  }

  private static RgbImage decoded(int source) {
    if (source % 10 == 7) {
      throw new ImageException(source + ": no image");
    }
    return image(new Box(source, source / 2, 1 + source % 26, 25));
  }

  @Test
  void textsAreDecidedByTheSameSentences() {
    assertThat(moderator(1, false).decideText("a red cone").hits())
        .extracting(CategoryDecision::name)
        .containsExactly("cones");
    assertThat(moderator(1, false).decideText("a leaf").hits()).isEmpty();
    assertThat(moderator(1, false).decideText("anything else").flagged()).isFalse();
  }
}

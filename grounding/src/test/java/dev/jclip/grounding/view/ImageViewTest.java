package dev.jclip.grounding.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.embed.ImageTextEncoder;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageViewTest {
  /** Left half red, right half blue. */
  private static final RgbImage IMAGE = image();

  private static final Box LEFT = new Box(1, 1, 15, 19);
  private static final Box RIGHT = new Box(25, 1, 39, 19);

  private static RgbImage image() {
    byte[] rgb = new byte[3 * 40 * 20];
    for (int i = 0; i < 40 * 20; i++) {
      rgb[3 * i + (i % 40 < 20 ? 0 : 2)] = (byte) 255;
    }
    return new RgbImage(40, 20, rgb);
  }

  private final List<List<String>> asked = new ArrayList<>();

  private List<Detection> detect(RgbImage image, List<String> queries) {
    asked.add(queries);
    var found = new ArrayList<Detection>();
    for (int query = 0; query < queries.size(); query++) {
      double cup = queries.get(query).equals("cup") ? 0.3 : 0.9;
      found.add(new Detection(query, queries.get(query), cup, LEFT));
      found.add(new Detection(query, queries.get(query), 0.1, new Box(2, 1, 15, 19)));
      if (queries.get(query).equals("mug")) {
        found.add(new Detection(query, "mug", 0.8, RIGHT));
      }
    }
    return found;
  }

  private static ImageTextEncoder clip(List<List<String>> texts) {
    return new ImageTextEncoder() {
      @Override
      public double logitScale() {
        return Math.log(4);
      }

      @Override
      public double logitBias() {
        return 0;
      }

      @Override
      public int embedDim() {
        return 2;
      }

      @Override
      public List<float[]> encodeImages(List<RgbImage> images) {
        return images.stream()
            .map(
                image -> {
                  int red = 0;
                  for (int i = 0; i < image.rgb().length; i += 3) {
                    red += image.rgb()[i] == 0 ? 0 : 1;
                  }
                  float share = (float) red / (image.width() * image.height());
                  return new float[] {share, 1 - share};
                })
            .toList();
      }

      @Override
      public List<float[]> encodeTexts(List<String> all) {
        texts.add(all);
        return all.stream()
            .map(text -> text.contains("red") ? new float[] {1, 0} : new float[] {0, 1})
            .toList();
      }
    };
  }

  private ImageView view() {
    return new ImageView(
        IMAGE, this::detect, new ClipAttributes(clip(new ArrayList<>())), List.of("cup", "mug"));
  }

  @Test
  void boxesThatCoverEachOtherAreOneObject() {
    ImageView view = view();
    assertThat(view.find("cup"))
        .containsExactly(new Sighting(0, "cup", 0.3, LEFT, Optional.empty()));
    assertThat(view.find("mug"))
        .containsExactly(
            new Sighting(0, "mug", 0.9, LEFT, Optional.empty()),
            new Sighting(1, "mug", 0.8, RIGHT, Optional.empty()));
    assertThat(view.everything()).extracting(Sighting::noun).containsExactly("mug", "mug");
    assertThat(asked).as("each noun once").containsExactly(List.of("cup"), List.of("mug"));
  }

  @Test
  void anObjectIsSeenAgainAtItsPlace() {
    Sighting earlier = new Sighting(7, "mug", 0.5, new Box(26, 1, 39, 19), Optional.empty());
    assertThat(view().again(earlier).orElseThrow().id()).isEqualTo(1);
    assertThat(view().again(earlier).orElseThrow().box()).isEqualTo(RIGHT);
    assertThat(view().again(new Sighting(1, "mug", 1, new Box(16, 0, 24, 10), Optional.empty())))
        .isEmpty();
  }

  @Test
  void clipSeesThePartWithinTheBox() {
    ImageView view = view();
    List<Sighting> mugs = view.find("mug");
    List<String> phrases = List.of("red mug", "blue mug");
    double expected = Math.exp(4) / (Math.exp(4) + 1);
    assertThat(view.compare(mugs.get(0), phrases)[0]).isCloseTo(expected, within(1e-6));
    assertThat(view.compare(mugs.get(1), phrases)[1]).isCloseTo(expected, within(1e-6));
  }

  @Test
  void textsAreEmbeddedOnce() {
    var texts = new ArrayList<List<String>>();
    var judge = new ClipAttributes(clip(texts));
    judge.judge(IMAGE, LEFT, List.of("red mug", "blue mug"));
    judge.judge(IMAGE, RIGHT, List.of("blue mug", "green mug"));
    assertThat(texts)
        .containsExactly(
            List.of("a photo of a red mug", "a photo of a blue mug"),
            List.of("a photo of a green mug"));
  }

  @Test
  void aBoxBeyondTheImageShowsItsNearestPixel() {
    RgbImage crop = ClipAttributes.crop(IMAGE, new Box(100, 100, 120, 130));
    assertThat(crop.width()).isEqualTo(1);
    assertThat(crop.rgb()).containsExactly(0, 0, 255);
  }
}

package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.Captioner.Caption;
import dev.jclip.config.Precision;
import dev.jclip.error.CheckpointException;
import dev.jclip.error.ImageException;
import dev.jclip.error.TokenizerException;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.image.RgbImage;
import dev.jclip.model.Layout;
import dev.jclip.testkit.ResidentMemory;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Captions through the front door, by a model that has learned nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptionerTest {
  private static final Path GOLDEN = Path.of("../engine/src/test/resources/golden/coca");
  private static final int WARM_UP = 100;
  private static final int CAPTIONS = Integer.getInteger("jclip.captions", 400);
  private static final long SLACK = 64L << 20;

  private Clip clip;
  private RgbImage image;

  @BeforeAll
  void load() {
    clip = load(GOLDEN.resolve("coca-no-pooler"));
    image = clip.decode(Fixtures.PICTURE);
  }

  private static Clip load(Path model) {
    return Clip.loader()
        .tokenizer(GOLDEN.resolve("vocabulary/merges.txt"))
        .precision(Precision.F32)
        .load(model);
  }

  @AfterAll
  void close() {
    clip.close();
  }

  private static GenerationOptions.Builder options() {
    return GenerationOptions.builder().maximumLength(12);
  }

  @Test
  void aCaptionIsTheTextOfItsIds() {
    Caption caption = clip.captioner(options().build()).caption(image);
    int[] ids = caption.ids().stream().mapToInt(Integer::intValue).toArray();
    assertThat(caption.ids()).startsWith(598).endsWith(599).hasSizeBetween(6, 12);
    assertThat(caption.text()).isNotBlank().isEqualTo(clip.tokenizer().decode(ids));
    assertThat(caption.logProbability()).isNegative();
  }

  @Test
  void imagesHaveTheSameCaptionsAloneAndTogether() {
    Captioner captioner = clip.captioner(options().beams(4).count(2).build());
    RgbImage other = otherImage();
    List<List<Caption>> together = captioner.captions(Collections.nCopies(11, image));
    assertThat(together).hasSize(11);
    assertThat(Set.copyOf(together.stream().map(CaptionerTest::texts).toList())).hasSize(1);
    assertThat(texts(captioner.captions(List.of(other, image)).get(1)))
        .isEqualTo(texts(together.getFirst()))
        .hasSize(2);
  }

  private static List<String> texts(List<Caption> captions) {
    return captions.stream().map(Caption::text).toList();
  }

  private static RgbImage otherImage() {
    var drawn = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    drawn.setRGB(3, 3, 0xC08040);
    return RgbImage.of(drawn);
  }

  @Test
  void aCaptionIsHeardPartByPart() {
    Captioner captioner = clip.captioner(options().temperature(1).seed(2).build());
    var parts = new ArrayList<String>();
    Caption caption = captioner.stream(image, parts::add);
    assertThat(String.join("", parts)).isEqualTo(caption.text());
    assertThat(parts).hasSizeGreaterThan(2).doesNotContain("");
    assertThat(caption).isEqualTo(captioner.caption(image));
  }

  @Test
  void captionsBeginWithTheWordsThatAreGiven() {
    Captioner captioner = clip.captioner(options().build()).beginningWith("a red");
    Caption caption = captioner.caption(image);
    assertThat(caption.text()).startsWith("a red");
    int words = clip.tokenize("a red").ids().length - 2;
    assertThat(caption.ids().subList(1, 1 + words))
        .isEqualTo(Arrays.stream(clip.tokenize("a red").ids(), 1, 1 + words).boxed().toList());
    assertThat(caption.ids()).hasSizeGreaterThan(1 + words);
    assertThat(clip.captioner(options().beams(3).build()).beginningWith("a red").caption(image))
        .satisfies(found -> assertThat(found.text()).startsWith("a red"));
    assertThat(captioner.beginningWith("").caption(image).text())
        .isEqualTo(clip.captioner(options().build()).caption(image).text());
    var heard = new StringBuilder();
    assertThat(captioner.stream(image, heard::append).text()).isEqualTo(heard.toString());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> captioner.beginningWith("red ".repeat(40)))
        .withMessageContaining("expected words of at most 9 tokens");
  }

  @Test
  void aStopTokenIsNoPartOfTheText() {
    Caption whole = clip.captioner(options().build()).caption(image);
    int fourth = whole.ids().get(3);
    Caption stopped =
        clip.captioner(options().minimumLength(1).stopTokens(Set.of(fourth)).build())
            .caption(image);
    assertThat(stopped.ids()).endsWith(fourth).hasSizeLessThanOrEqualTo(4);
    assertThat(whole.text()).startsWith(stopped.text());
  }

  @Test
  void anImageThatCannotBeReadEndsNoRun() {
    var heard = new ArrayList<String>();
    clip.captioner(options().build())
        .captions(
            List.of("good", "bad", "good").iterator(),
            name -> {
              if (name.equals("bad")) {
                throw new ImageException("no image");
              }
              return image;
            },
            new Captioner.Receiver<String>() {
              @Override
              public void captioned(String source, List<Caption> captions) {
                heard.add(captions.getFirst().text());
              }

              @Override
              public void failed(String source, ImageException reason) {
                heard.add(String.valueOf(reason.getMessage()));
              }
            });
    assertThat(heard).hasSize(3);
    assertThat(heard.get(1)).isEqualTo("no image");
    assertThat(heard.get(0)).isEqualTo(heard.get(2)).isNotEqualTo("no image");
  }

  @Test
  void aModelWithoutADecoderSaysWhatToPull() {
    try (Clip towers = Clip.load(Fixtures.MODEL)) {
      assertThatThrownBy(towers::captioner)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("expected a model with a caption decoder")
          .hasMessageContaining("laion/mscoco_finetuned_CoCa-ViT-B-32-laion2B-s13B-b90k");
    }
  }

  @Test
  void withoutAMaximumLengthACaptionEndsAtTheDecodersContext() {
    assertThat(clip.captioner().caption(image).ids()).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void whatTheModelCannotDoIsRefusedBeforeItComputes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clip.captioner(options().maximumLength(17).build()))
        .withMessageContaining("maximum length: expected at most 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clip.captioner(options().stopTokens(Set.of(600)).build()))
        .withMessageContaining("stop tokens: expected ids from 0 to 599, found 600");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clip.captioner(options().beams(2).build()).stream(image, _ -> {}))
        .withMessageContaining("streaming");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> clip.captioner(options().temperature(1).count(2).build()).stream(image, _ -> {}))
        .withMessageContaining("count: expected 1");
  }

  @Test
  void aVocabularyOfAnotherModelIsRefused() {
    try (Clip other =
        Clip.loader()
            .tokenizer(Fixtures.MODEL)
            .precision(Precision.F32)
            .load(GOLDEN.resolve("coca-no-pooler"))) {
      assertThatThrownBy(other::captioner).isInstanceOf(TokenizerException.class);
    }
  }

  @Test
  void theDecoderChangesNoFingerprintAndIsSaved(@TempDir Path folder) {
    clip.save(folder, Layout.OPEN_CLIP);
    try (Clip saved = load(folder)) {
      assertThat(saved.fingerprint()).isEqualTo(clip.fingerprint());
      assertThat(saved.captioner(options().build()).caption(image))
          .isEqualTo(clip.captioner(options().build()).caption(image));
    }
    assertThatThrownBy(() -> clip.save(folder.resolve("other"), Layout.TRANSFORMERS))
        .isInstanceOf(CheckpointException.class);
  }

  @Test
  @Tag("slow")
  void manyCaptionsLeaveMemoryFlat() {
    Captioner captioner = clip.captioner(options().beams(3).groups(3).count(2).build());
    describe(captioner, WARM_UP);
    System.gc();
    long before = ResidentMemory.bytes();
    describe(captioner, CAPTIONS);
    System.gc();
    assertThat(ResidentMemory.bytes() - before).isLessThan(SLACK);
  }

  private void describe(Captioner captioner, int times) {
    for (int i = 0; i < times; i += 8) {
      assertThat(captioner.captions(Collections.nCopies(8, image))).hasSize(8);
    }
  }
}

package dev.jclip.eval.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Entry;
import dev.jclip.data.Examples;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FeatureExtractorTest {
  private static final String MODEL = "a".repeat(64);
  private static final String OTHER_MODEL = "b".repeat(64);

  @TempDir private Path folder;

  private static Entry<String> picture(String key, String content) {
    return new Entry.Example<>(
        key, content.getBytes(StandardCharsets.UTF_8), "annotation of " + key);
  }

  private static Examples<String> set(List<Entry<String>> entries) {
    return entries::stream;
  }

  private static Examples<String> numbers(int count) {
    return set(IntStream.range(0, count).mapToObj(i -> picture("k" + i, "" + i)).toList());
  }

  private FeatureExtractor extractor(CountingModel model, int batchSize) {
    return new FeatureExtractor(model, folder, batchSize, FeatureListener.NONE);
  }

  @Test
  void keepsTheOrderAndFillsBatches() {
    var model = new CountingModel(MODEL);
    ImageFeatures<String> features = extractor(model, 8).images("set", numbers(50));
    assertThat(features.size()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      assertThat(features.keys().get(i)).isEqualTo("k" + i);
      assertThat(features.annotations().get(i)).isEqualTo("annotation of k" + i);
      assertThat(features.vectors().get(i)).containsExactly(i, 1 + i);
    }
    assertThat(model.batches).containsExactly(8, 8, 8, 8, 8, 8, 2);
  }

  @Test
  void vectorsThatAreNotFiniteAreRefusedByNameAndNotKept() throws IOException {
    Examples<String> damaged = set(List.of(picture("good", "1"), picture("shirt.png", "NaN")));
    assertThatThrownBy(() -> extractor(new CountingModel(MODEL), 8).images("set", damaged))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "shirt.png: expected a finite feature, found NaN at 0 of 2; are the model's weights damaged?");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void secondTaskDecodesNothingEvenWithOtherAnnotations() {
    var first = new CountingModel(MODEL);
    ImageFeatures<String> computed = extractor(first, 8).images("set", numbers(20));
    assertThat(first.decoded).hasValue(20);
    var second = new CountingModel(MODEL);
    Examples<Integer> relabelled =
        () ->
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        new Entry.Example<>(
                            "k" + i, ("" + i).getBytes(StandardCharsets.UTF_8), 7 * i));
    ImageFeatures<Integer> found = extractor(second, 3).images("again", relabelled);
    assertThat(second.decoded).hasValue(0);
    assertThat(second.batches).isEmpty();
    assertThat(found.annotations().get(3)).isEqualTo(21);
    assertThat(found.fingerprint()).isEqualTo(computed.fingerprint());
    assertThat(found.vectors().get(19)).containsExactly(computed.vectors().get(19));
  }

  @Test
  void anotherModelOrOtherPicturesAreComputedAnew() {
    extractor(new CountingModel(MODEL), 8).images("set", numbers(20));
    var other = new CountingModel(OTHER_MODEL);
    extractor(other, 8).images("set", numbers(20));
    assertThat(other.decoded).hasValue(20);
    var same = new CountingModel(MODEL);
    List<Entry<String>> changed = new ArrayList<>(numbers(20).stream().toList());
    changed.set(7, picture("k7", "8"));
    extractor(same, 8).images("set", set(changed));
    assertThat(same.decoded).hasValue(20);
  }

  @Test
  void featuresOfAnotherCheckpointUnderThisOnesNameAreRefused() throws IOException {
    extractor(new CountingModel(OTHER_MODEL), 8).images("set", numbers(4));
    Path mine = folder.resolve(MODEL.substring(0, 16));
    Files.move(folder.resolve(OTHER_MODEL.substring(0, 16)), mine);
    assertThatThrownBy(() -> extractor(new CountingModel(MODEL), 8).images("set", numbers(4)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(mine.toString())
        .hasMessageContaining("expected model " + MODEL)
        .hasMessageContaining("found " + OTHER_MODEL)
        .hasMessageContaining("another checkpoint")
        .hasMessageContaining("Delete the file");
  }

  @Test
  void badPicturesAreSkippedAndStaySoFromTheCache() {
    Examples<String> set =
        set(
            List.of(
                picture("a", "1"),
                new Entry.Skipped<>("b", "b: no label"),
                picture("c", "bad"),
                picture("d", "4")));
    for (int run = 0; run < 2; run++) {
      ImageFeatures<String> features = extractor(new CountingModel(MODEL), 2).images("set", set);
      assertThat(features.keys()).containsExactly("a", "d");
      assertThat(features.vectors().get(1)).containsExactly(4, 5);
      assertThat(features.skipped())
          .extracting(Entry.Skipped::reason)
          .containsExactly("b: no label", "c: expected a digit, found bad");
    }
  }

  @Test
  @Timeout(60)
  void aFaultEndsTheRunAndLeavesNothingBehind() throws IOException {
    List<Entry<String>> entries = new ArrayList<>(numbers(100).stream().toList());
    entries.set(50, picture("k50", "fault"));
    assertThatThrownBy(() -> extractor(new CountingModel(MODEL), 8).images("set", set(entries)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a fault of the program");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void emptySetsAndTextsWork() {
    var model = new CountingModel(MODEL);
    assertThat(extractor(model, 8).images("set", numbers(0)).size()).isZero();
    List<String> prompts = List.of("a", "bb", "", "dddd");
    for (int run = 0; run < 2; run++) {
      List<float[]> texts = extractor(model, 3).texts(prompts);
      assertThat(texts).hasSize(4);
      assertThat(texts.get(3)).containsExactly(4, 1);
    }
    assertThat(model.texts).hasValue(4);
    extractor(model, 3).texts(List.of("ab", "b", "", "dddd"));
    assertThat(model.texts).hasValue(8);
  }
}

package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Precision;
import dev.jclip.image.RgbImage;
import dev.jclip.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Folders as transformers 4 and 5 save them, against what the version that saved them computes from
 * the files; made by {@code make_saved_folders.py}. {@code -Djclip.saved=FOLDER,FOLDER} tries
 * others.
 */
class SavedFoldersTest {
  private static final double BOUND = 1e-5;
  private static final Path COMMITTED = Path.of("src/test/resources/golden/saved");
  private static final String PIXELS = "pixel_values";
  private static final String EXPECTED = "expected";

  record Saved(Path set, String name) {
    Path folder() {
      return set.resolve(name);
    }

    /** The case's own images, or those of all cases. */
    List<Path> pictures() throws IOException {
      Path all = set.resolve("pictures");
      Path own = all.resolve(name);
      try (Stream<Path> files = Files.list(Files.isDirectory(own) ? own : all)) {
        return files.filter(Files::isRegularFile).sorted().toList();
      }
    }

    List<String> texts() {
      return Arrays.asList(
          JsonMapper.shared().readValue(set.resolve("texts.json").toFile(), String[].class));
    }

    @Override
    public String toString() {
      return set.getFileName() + "/" + name;
    }
  }

  static List<Saved> saved() throws IOException {
    var sets = new ArrayList<>(List.of(COMMITTED.resolve("v4"), COMMITTED.resolve("v5")));
    String others = System.getProperty("jclip.saved", "");
    Stream.of(others.split(",")).filter(name -> !name.isBlank()).map(Path::of).forEach(sets::add);
    var cases = new ArrayList<Saved>();
    for (Path set : sets) {
      try (Stream<Path> expected = Files.list(set.resolve(EXPECTED))) {
        expected
            .map(file -> file.getFileName().toString().replace(".safetensors", ""))
            .sorted()
            .forEach(name -> cases.add(new Saved(set, name)));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("saved")
  void computesWhatTheTransformersThatSavedItComputes(Saved saved) throws IOException {
    Golden expected =
        Golden.read(saved.set().resolve(EXPECTED).resolve(saved.name() + ".safetensors"));
    Path apart = saved.folder().resolve("processor");
    ClipLoader loader = Clip.loader().precision(Precision.F32).onTruncation(text -> {});
    try (Clip clip =
        (Files.isDirectory(apart) ? loader.tokenizer(apart) : loader).load(saved.folder())) {
      List<RgbImage> pictures = saved.pictures().stream().map(clip::decode).toList();
      assertTokens(clip, saved.texts(), expected);
      if (expected.names().contains(PIXELS)) {
        assertNear(PIXELS, pictures.stream().map(clip::preprocess).toList(), expected);
      }
      assertNear("image_features", clip.imageFeatures(pictures), expected);
      assertNear("text_features", clip.textFeatures(saved.texts()), expected);
      String alone = saved.texts().get(1);
      assertThat(clip.textFeatures(List.of(alone)).getFirst())
          .as("a text does not depend on its company")
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(clip.textFeatures(saved.texts()).get(1));
    }
  }

  private static void assertTokens(Clip clip, List<String> texts, Golden expected) {
    long[] ids = expected.longs("input_ids");
    int length = ids.length / texts.size();
    for (int row = 0; row < texts.size(); row++) {
      int[] found = clip.tokenize(texts.get(row)).ids();
      long[] wanted = Arrays.copyOfRange(ids, row * length, row * length + found.length);
      assertThat(Arrays.stream(found).asLongStream().toArray())
          .as(texts.get(row))
          .isEqualTo(wanted);
    }
  }

  private static void assertNear(String name, List<float[]> rows, Golden expected) {
    float[] wanted = expected.floats(name);
    int width = wanted.length / rows.size();
    for (int row = 0; row < rows.size(); row++) {
      float[] of = Arrays.copyOfRange(wanted, row * width, (row + 1) * width);
      assertThat(rows.get(row)).hasSize(width);
      assertThat(relativeError(rows.get(row), of)).as("%s[%d]", name, row).isLessThan(BOUND);
    }
  }

  private static double relativeError(float[] found, float[] expected) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      difference += Math.pow((double) found[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}

package dev.jclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Layout;
import dev.jclip.model.clip.ClipFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Settings of transformers' image processors; SavedFoldersTest compares what they lead to. */
class PreprocessJsonTest {
  private static final String CLIP = "CLIPImageProcessor";
  private static final String FILE = "folder/preprocessor_config.json";

  private static JsonFields fields(String members) {
    String json = "{" + members.replace('\'', '"') + "}";
    return JsonFields.parse(json.getBytes(StandardCharsets.UTF_8), FILE);
  }

  private static PreprocessConfig read(String members) {
    return PreprocessJson.readHuggingFace(fields(members), CLIP, 32);
  }

  @Test
  void sizesAreReadInEveryForm() {
    assertThat(read("'size': 40, 'crop_size': 32").resize()).isEqualTo(new Resize.Shortest(40));
    assertThat(read("'size': [30, 50], 'crop_size': [32, 32]").resize())
        .isEqualTo(new Resize.Squash(50, 30));
    assertThat(read("'size': 40, 'default_to_square': true, 'crop_size': 32").resize())
        .isEqualTo(new Resize.Squash(40, 40));
    assertThat(read("'size': {'height': 30, 'width': 50}, 'crop_size': 32").resize())
        .isEqualTo(new Resize.Squash(50, 30));
    assertThat(read("'size': {'shortest_edge': 32, 'longest_edge': 40}, 'crop_size': 32").resize())
        .isEqualTo(new Resize.ShortestWithin(32, 40));
    assertThat(read("'size': {'max_height': 32, 'max_width': 30}, 'crop_size': 32").resize())
        .isEqualTo(new Resize.Within(30, 32));
    assertThat(read("'do_resize': false, 'size': 'any', 'crop_size': 32").resize())
        .isEqualTo(new Resize.Unscaled());
  }

  @Test
  void whatIsSilentIsAsInTheProcessorThatIsNamed() {
    PreprocessConfig clip = PreprocessJson.readHuggingFace(fields(""), CLIP, 224);
    assertThat(clip).isEqualTo(new ClipFamily().defaultPreprocessing(Layout.TRANSFORMERS, 224));
    String vit = "'image_processor_type': 'ViTImageProcessorFast', 'size': 32";
    assertThat(read(vit))
        .isEqualTo(
            new PreprocessConfig(
                32,
                32,
                new Resize.Squash(32, 32),
                Interpolation.BILINEAR,
                CropRounding.NO_CROP,
                List.of(0.5f, 0.5f, 0.5f),
                List.of(0.5f, 0.5f, 0.5f),
                0));
  }

  @Test
  void stepsOnNumbersAreOneMeanAndDeviation() {
    String sizes = "'size': 32, 'crop_size': 32, 'image_mean': 0.5, 'image_std': [0.5, 0.25, 1]";
    assertThat(read(sizes).mean()).containsExactly(0.5f, 0.5f, 0.5f);
    assertThat(read(sizes + ", 'do_normalize': false").std()).containsExactly(1f, 1f, 1f);
    assertThat(read(sizes + ", 'do_rescale': false").mean().getFirst()).isEqualTo(0.5f / 255);
    assertThat(read(sizes + ", 'rescale_factor': 0.00784313725490196").mean().getFirst())
        .isEqualTo(0.25f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'size': {'longest_edge': 32} | size: expected a number, or an object with height",
        "'size': {'height': 32} | size: expected",
        "'size': {'height': 32, 'width': 32, 'shortest_edge': 32} | size: expected",
        "'size': {'min_pixels': 32, 'max_pixels': 64} | size: expected",
        "'size': [32] | size: expected a height and a width",
        "'size': 0, 'crop_size': 32 | shortestEdge: expected 1..",
        "'size': 32.5 | size: expected a whole number",
        "'size': 32, 'crop_size': {'shortest_edge': 32} | crop_size: expected a number",
        "'size': 32 | images of 32x32 pixels, which the image tower takes, found 224x224",
        "'size': 32, 'crop_size': {'height': 32, 'width': 30} | found 30x32",
        "'size': 40, 'do_center_crop': false | size: expected shortest_edge 32, since nothing",
        "'size': 32, 'crop_size': 32, 'resample': 6 | resample: expected one of Pillow's",
        "'size': 32, 'crop_size': 32, 'image_mean': [1, 2] | image_mean: expected a number",
        "'size': 32, 'crop_size': 32, 'image_std': [1, 0, 1] | image_std: expected positive",
        "'size': 32, 'crop_size': 32, 'image_std': 'x' | image_std: expected a list",
        "'size': 32, 'crop_size': 32, 'rescale_factor': 0 | rescale_factor: expected a positive",
        "'size': 32, 'crop_size': 32, 'do_pad': true | do_pad: expected false",
        "'size': 32, 'crop_size': 32, 'do_resize': 1 | do_resize: expected true or false",
        "'size': 32, 'crop_size': 32, 'use_square_size': true | use_square_size is true",
        "'image_processor_type': 'ConvNextImageProcessor' | image_processor_type: expected CLIP",
        "'feature_extractor_type': 'DetrFeatureExtractor' | feature_extractor_type: expected CLIP"
      })
  void whatIsNotFollowedIsRefusedByFileAndKey(String members, String message) {
    assertThatThrownBy(() -> read(members))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(FILE, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'size': 32, 'crop_size': 32",
        "'size': 40, 'crop_size': 32, 'resample': 1",
        "'size': [30, 50], 'crop_size': 32",
        "'size': [32, 32], 'do_center_crop': false",
        "'size': {'shortest_edge': 30, 'longest_edge': 40}, 'crop_size': 32",
        "'size': {'max_height': 32, 'max_width': 30}, 'crop_size': 32",
        "'do_resize': false, 'crop_size': 32",
        "'do_resize': false, 'do_center_crop': false",
        "'size': 32, 'crop_size': 32, 'do_rescale': false, 'image_mean': 3"
      })
  void whatIsWrittenIsReadAgain(String members) {
    PreprocessConfig config = read(members);
    byte[] json =
        JsonMapper.shared().writeValueAsBytes(PreprocessJson.writeHuggingFace(config, CLIP));
    assertThat(PreprocessJson.readHuggingFace(JsonFields.parse(json, FILE), CLIP, 32))
        .isEqualTo(config);
  }

  @Test
  void keysAreWrittenInTheSameOrderEachTime() {
    PreprocessConfig config =
        read("'size': {'shortest_edge': 30, 'longest_edge': 40}, 'crop_size': 32");
    assertThat(
            JsonMapper.shared().writeValueAsString(PreprocessJson.writeHuggingFace(config, CLIP)))
        .startsWith(
            "{\"size\":{\"longest_edge\":40,\"shortest_edge\":30},\"crop_size\":{\"height\":32,\"width\":32},");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'size': 40, 'crop_size': 32",
        "'size': [30, 50], 'crop_size': 32",
        "'size': {'shortest_edge': 30, 'longest_edge': 40}, 'crop_size': 32",
        "'do_resize': false, 'crop_size': 32"
      })
  void whatOpenClipCannotSayIsNotWrittenAsSomethingElse(String members) {
    PreprocessConfig config = read(members);
    assertThatThrownBy(() -> PreprocessJson.writeOpenClip(config))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("open_clip cannot express");
  }

  @Test
  void theNestedSettingsComeFirstAndFollowAnExport(@TempDir Path folder) throws IOException {
    GoldenCase golden = GoldenCase.committed("hf-vit");
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(golden.folder().resolve(file), folder.resolve(file));
    }
    String settings = "{\"size\": %d, \"crop_size\": 16}";
    Files.writeString(folder.resolve("preprocessor_config.json"), settings.formatted(20));
    assertThat(resize(folder)).isEqualTo(new Resize.Shortest(20));
    Path nested = folder.resolve("processor_config.json");
    Files.writeString(nested, "{\"processor_class\": \"CLIPProcessor\"}");
    assertThat(resize(folder)).isEqualTo(new Resize.Shortest(20));
    Files.writeString(nested, "{\"image_processor\": " + settings.formatted(24) + "}");
    assertThat(resize(folder)).isEqualTo(new Resize.Shortest(24));
    try (Checkpoint checkpoint = Checkpoint.open(folder);
        var weights = checkpoint.loadWeights()) {
      PreprocessConfig other = checkpoint.preprocessing().withResize(new Resize.Shortest(17));
      new CheckpointWriter(checkpoint.config(), other, DType.F32)
          .writeTransformers(folder, weights);
    }
    assertThat(resize(folder)).isEqualTo(new Resize.Shortest(17));
  }

  private static Resize resize(Path folder) {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      return checkpoint.preprocessing().resize();
    }
  }
}

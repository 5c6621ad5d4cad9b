package dev.jclip.model.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.generation.GeneratedText;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.generation.TextGenerator;
import dev.jclip.io.JsonFields;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.precision.Calibration;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.model.precision.PrecisionMemory;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which precision captions are computed in, where nobody has chosen one. */
@Tag("kernels")
class CaptionPrecisionTest {
  private static final String ARCHITECTURE =
      """
      {"embed_dim": 128,
       "vision_cfg": {"image_size": 32, "layers": 1, "width": 128, "patch_size": 16,
         "attentional_pool": true, "attn_pooler_queries": 5, "output_tokens": true},
       "text_cfg": {"context_length": 16, "vocab_size": 300, "width": 128, "heads": 2, "layers": 1,
         "embed_cls": true, "output_tokens": true},
       "multimodal_cfg": {"context_length": 16, "vocab_size": 300, "width": 128, "heads": 2,
         "layers": 1, "attn_pooler_heads": 2},
       "custom_text": true}
      """;

  private static final int END = 299;

  /**
   * Random weights; of some tensors the first value of each row is so great that 8 bits have no
   * place for the others.
   */
  private record RandomSource(String spoiled) implements WeightSource {
    @Override
    public Tensor read(ParameterSpec spec, Function<long[], Tensor> memory) {
      Tensor tensor = memory.apply(spec.dimensions());
      float[] values = new float[Math.toIntExact(spec.elementCount())];
      var random = new Random(spec.name().hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian() * 0.1f;
      }
      if (spec.shape().size() == 2 && !spoiled.isEmpty() && spec.name().contains(spoiled)) {
        int width = Math.toIntExact(spec.shape().getLast());
        for (int i = 0; i < values.length; i += width) {
          values[i] = 40;
        }
      }
      new FloatPointer(tensor.data_ptr()).put(values);
      return tensor;
    }

    @Override
    public float number(ParameterSpec spec) {
      return 1;
    }

    @Override
    public Weights readAll() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static final class Notes implements PrecisionMemory {
    private final Map<TowerPart, Calibration> remembered = new EnumMap<>(TowerPart.class);

    @Override
    public Optional<TowerPrecision> recall(TowerPart part) {
      return Optional.empty();
    }

    @Override
    public void remember(TowerPart part, Calibration calibration) {
      remembered.put(part, calibration);
    }
  }

  @TempDir private Path folder;

  private ClipConfig config() throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), ARCHITECTURE);
    return OpenClipJson.read(JsonFields.read(file));
  }

  @ParameterizedTest
  @CsvSource({"'',INT8", "text_decoder.resblocks.0.mlp.c_fc.weight,F32"})
  void isEightBitsWhereThoseAreNearEnoughToFloat32(String spoiled, Precision expected)
      throws IOException {
    var notes = new Notes();
    try (var encoder =
        new ModelEncoder(
            config(), new RandomSource(spoiled), new PrecisionChoice.Measured(notes), "cpu")) {
      assertThat(encoder.precision(TowerPart.CAPTIONS)).isEqualTo(TowerPrecision.of(expected));
      assertThat(notes.remembered)
          .hasEntrySatisfying(
              TowerPart.CAPTIONS,
              measured ->
                  assertThat(measured.cosines().mean())
                      .isBetween(Calibration.LEAST_MEAN, 1.000001));
    }
  }

  @Test
  void captionsOfEightBitsAreThoseOfFloat32() throws IOException {
    assertThat(captions(Precision.INT8)).isEqualTo(captions(Precision.F32));
  }

  private List<List<Integer>> captions(Precision precision) throws IOException {
    var random = new Random(4);
    List<float[]> images =
        IntStream.range(0, 6)
            .mapToObj(
                _ -> {
                  float[] pixels = new float[3 * 32 * 32];
                  for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (float) random.nextGaussian();
                  }
                  return pixels;
                })
            .toList();
    var generator =
        new TextGenerator(
            GenerationOptions.builder().minimumLength(2).maximumLength(12).build(), END);
    try (var encoder =
        new ModelEncoder(
            config(), new RandomSource(""), new PrecisionChoice.Fixed(precision), "cpu")) {
      return encoder
          .describe(images, 12, rows -> generator.generate(rows, images.size(), List.of(1)))
          .stream()
          .map(texts -> texts.getFirst())
          .map(GeneratedText::ids)
          .toList();
    }
  }

  @Test
  void aModelWithoutADecoderSaysSo() {
    try (Checkpoint checkpoint =
            Checkpoint.open(Path.of("src/test/resources/golden/models/openclip-vit"));
        var encoder =
            new ModelEncoder(
                checkpoint.config(),
                checkpoint.weightSource(),
                new PrecisionChoice.Fixed(Precision.F32),
                "cpu")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoder.precision(TowerPart.CAPTIONS))
          .withMessageContaining("text_decoder");
    }
  }
}

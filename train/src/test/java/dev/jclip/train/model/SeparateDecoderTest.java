package dev.jclip.train.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.CheckpointWriter;
import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ClipConfig.CaptionDecoder;
import dev.jclip.config.ClipConfig.CaptionDecoder.ImageTokens;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.TinyModels;
import dev.jclip.train.loss.ClipLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caption decoders in the folders of models that know nothing of them. */
class SeparateDecoderTest {
  private static final String POSITIONS = "text_decoder.image.positional_embedding";

  @TempDir private Path folder;
  private ClipConfig towers;
  private ClipConfig config;

  @BeforeEach
  void addDecoder() {
    towers = TinyModels.vit();
    int width = towers.text().width();
    config =
        towers.withDecoder(
            new CaptionDecoder(
                towers.text().contextLength(),
                width,
                1,
                towers.text().heads(),
                Activation.GELU,
                false,
                ImageTokens.PROJECTED));
  }

  private CheckpointWriter writer(ClipConfig written) {
    return new CheckpointWriter(
        written, PreprocessConfig.openAi(written.vision().imageSize()), DType.F32);
  }

  private static Weights draw(ClipConfig drawn) {
    return InitialWeights.draw(drawn, new ClipLoss(), 7);
  }

  @Test
  void bothLayoutsBringItBack() {
    try (Weights weights = draw(config)) {
      writer(config).writeOpenClip(folder.resolve("open"), weights);
      writer(config).writeTransformers(folder.resolve("hf"), weights);
      for (String layout : new String[] {"open", "hf"}) {
        try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(layout));
            Weights read = checkpoint.loadWeights()) {
          assertThat(checkpoint.config().decoder()).isEqualTo(config.decoder());
          assertThat(read.tensors()).containsOnlyKeys(weights.tensors().keySet());
          weights
              .tensors()
              .forEach(
                  (name, tensor) ->
                      assertThat(Tensors.floats(read.parameter(name, Tensors.shape(tensor))))
                          .as(name)
                          .containsExactly(Tensors.floats(tensor)));
        }
      }
    }
  }

  @Test
  void positionsAreFittedToImagesOfAnotherSize() {
    try (Weights weights = draw(config)) {
      writer(config).writeOpenClip(folder, weights);
    }
    OptionalInt twice = OptionalInt.of(2 * config.vision().imageSize());
    try (Checkpoint checkpoint = Checkpoint.open(folder, Optional.empty(), twice);
        Weights read = checkpoint.loadWeights()) {
      long count = checkpoint.config().vision().tokens().count();
      assertThat(Tensors.shape(read.parameter(POSITIONS, count, config.text().width())))
          .containsExactly(count, config.text().width());
    }
  }

  @Test
  void aModelWithoutOneTakesThatOfAnEarlierModelAway() {
    try (Weights weights = draw(config)) {
      writer(config).writeOpenClip(folder, weights);
    }
    try (Weights weights = draw(towers)) {
      writer(towers).writeOpenClip(folder, weights);
    }
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.config()).isEqualTo(towers);
    }
    assertThat(folder.resolve("caption_decoder.safetensors")).doesNotExist();
  }

  @Test
  void faultsNameTheFileAndTheField() throws IOException {
    try (Weights weights = draw(config)) {
      writer(config).writeOpenClip(folder, weights);
    }
    Path json = folder.resolve("caption_decoder.json");
    String described = Files.readString(json);
    Files.writeString(json, described.replaceFirst("\"layers\" : 1", "\"layers\" : 2"));
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThatThrownBy(checkpoint::weightSource)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("caption_decoder.safetensors")
          .hasMessageContaining("text_decoder.resblocks.1");
    }
    Files.writeString(json, described.replaceFirst("\"width\" : \\d+", "\"width\" : 1024"));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("caption_decoder.json")
        .hasMessageContaining("the width of the text tower, found 1024");
    Files.writeString(json, described.replaceFirst("\"heads\" : \\d+,", ""));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("caption_decoder.json")
        .hasMessageContaining("heads");
    Files.writeString(json, described);
    Files.delete(folder.resolve("caption_decoder.safetensors"));
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThatThrownBy(checkpoint::weightSource)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("caption_decoder.safetensors");
    }
  }
}

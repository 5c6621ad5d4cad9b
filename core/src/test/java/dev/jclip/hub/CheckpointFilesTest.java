package dev.jclip.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** File lists of the kinds of repositories that there are, named after one of each. */
class CheckpointFilesTest {
  private static final List<String> TOKENIZER =
      List.of(
          "merges.txt",
          "special_tokens_map.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json");

  private static Set<String> repository(String... files) {
    var all = new TreeSet<>(TOKENIZER);
    all.addAll(List.of(".gitattributes", "README.md"));
    all.addAll(List.of(files));
    return all;
  }

  private static List<String> best(Set<String> files) {
    return CheckpointFiles.weightChoices(files).getFirst();
  }

  @Test
  void openaiClipVitBasePatch32() {
    Set<String> files =
        repository(
            "config.json",
            "flax_model.msgpack",
            "preprocessor_config.json",
            "pytorch_model.bin",
            "tf_model.h5");

    assertThat(CheckpointFiles.weightChoices(files)).containsExactly(List.of("pytorch_model.bin"));
    assertThat(CheckpointFiles.companions(files))
        .containsExactly(
            "config.json",
            "preprocessor_config.json",
            "tokenizer.json",
            "vocab.json",
            "merges.txt",
            "tokenizer_config.json",
            "special_tokens_map.json");
  }

  @Test
  void openaiClipVitLargePatch14() {
    assertThat(
            best(
                repository(
                    "config.json",
                    "flax_model.msgpack",
                    "model.safetensors",
                    "preprocessor_config.json",
                    "pytorch_model.bin",
                    "tf_model.h5")))
        .containsExactly("model.safetensors");
  }

  @Test
  void laionVitB32() {
    Set<String> files =
        repository(
            "config.json",
            "model.safetensors",
            "open_clip_config.json",
            "open_clip_model.safetensors",
            "open_clip_pytorch_model.bin",
            "preprocessor_config.json",
            "pytorch_model.bin");

    assertThat(CheckpointFiles.weightChoices(files))
        .containsExactly(
            List.of("model.safetensors"),
            List.of("open_clip_model.safetensors"),
            List.of("open_clip_pytorch_model.bin"),
            List.of("pytorch_model.bin"));
    assertThat(CheckpointFiles.companions(files)).contains("open_clip_config.json");
  }

  @Test
  void laionVitBigGIsSharded() {
    assertThat(
            best(
                repository(
                    "config.json",
                    "model-00001-of-00002.safetensors",
                    "model-00002-of-00002.safetensors",
                    "model.safetensors.index.json",
                    "open_clip_config.json",
                    "open_clip_model.safetensors",
                    "open_clip_pytorch_model.bin",
                    "preprocessor_config.json",
                    "pytorch_model-00001-of-00002.bin",
                    "pytorch_model-00002-of-00002.bin",
                    "pytorch_model.bin.index.json")))
        .containsExactly(
            "model.safetensors.index.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors");
  }

  @Test
  void shardsWithoutOneOfThemAreNoWeights() {
    assertThat(
            CheckpointFiles.weightChoices(
                repository(
                    "config.json",
                    "model-00001-of-00003.safetensors",
                    "model-00003-of-00003.safetensors",
                    "model.safetensors.index.json")))
        .isEmpty();
    assertThat(CheckpointFiles.weightChoices(repository("model-00001-of-00001.safetensors")))
        .isEmpty();
  }

  @Test
  void appleDfn5bVitH14() {
    assertThat(
            best(
                repository(
                    "LICENSE",
                    "config.json",
                    "open_clip_config.json",
                    "open_clip_pytorch_model.bin",
                    "preprocessor_config.json",
                    "pytorch_model.bin")))
        .containsExactly("open_clip_pytorch_model.bin");
  }

  @Test
  void whatVersionFiveOfTransformersPushesBesideOpenClipsFilesComesFirst() {
    Set<String> files =
        repository(
            "added_tokens.json",
            "config.json",
            "model.safetensors",
            "open_clip_config.json",
            "open_clip_model.safetensors",
            "processor_config.json",
            "tokenizer.json",
            "tokenizer_config.json");
    assertThat(best(files)).containsExactly("model.safetensors");
    assertThat(CheckpointFiles.companions(files))
        .contains("processor_config.json", "tokenizer.json", "added_tokens.json");
  }

  @Test
  void timmVitBasePatch32Clip224HasAnImageTowerInItsOwnFile() {
    assertThat(
            CheckpointFiles.weightChoices(
                repository(
                    "config.json",
                    "model.safetensors",
                    "open_clip_config.json",
                    "open_clip_model.safetensors",
                    "open_clip_pytorch_model.bin",
                    "pytorch_model.bin")))
        .containsExactly(
            List.of("open_clip_model.safetensors"), List.of("open_clip_pytorch_model.bin"));
  }

  @Test
  void openClipOnly() {
    assertThat(best(repository("open_clip_config.json", "open_clip_model.safetensors")))
        .containsExactly("open_clip_model.safetensors");
  }

  @Test
  void otherFormatsAreNoWeights() {
    assertThat(
            CheckpointFiles.weightChoices(
                Set.of(
                    "model.onnx",
                    "tf_model.h5",
                    "flax_model.msgpack",
                    "model.fp16.safetensors",
                    "onnx/model.safetensors")))
        .isEmpty();
  }

  @Test
  void noChoiceMixesFormats() {
    Set<String> everything =
        new TreeSet<>(
            Stream.of(
                    "config.json",
                    "preprocessor_config.json",
                    "open_clip_config.json",
                    "model.safetensors",
                    "model.safetensors.index.json",
                    "model-00001-of-00001.safetensors",
                    "open_clip_model.safetensors",
                    "open_clip_pytorch_model.bin",
                    "pytorch_model.bin")
                .toList());
    List<List<String>> choices = CheckpointFiles.weightChoices(everything);

    assertThat(choices).hasSize(5);
    assertThat(choices.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }
}

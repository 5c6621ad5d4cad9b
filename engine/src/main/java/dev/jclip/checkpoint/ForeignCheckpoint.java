package dev.jclip.checkpoint;

import dev.jclip.error.CheckpointException;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.ModelFiles;
import dev.jclip.weights.StateDict;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what a state dictionary is that is no whole CLIP model. */
final class ForeignCheckpoint {
  private static final int SHOWN_KEYS = 4;

  private ForeignCheckpoint() {}

  /**
   * Known families by what their keys start with; the first that fits is named. Models that contain
   * a CLIP tower come before the tower itself.
   */
  private static final List<Family> FAMILIES =
      List.of(
          new Family(
              "text_decoder.",
              "a CoCa with a foreign tower (an image tower of timm, as MobileCLIP's have it, or a text tower of RoBERTa); pull one of open_clip's own towers, such as laion/CoCa-ViT-B-32-laion2B-s13B-b90k"),
          new Family("model.diffusion_model.", "a Stable Diffusion checkpoint"),
          new Family("cond_stage_model.", "a Stable Diffusion checkpoint"),
          new Family("down_blocks.", "the U-Net of an image generator"),
          new Family("bert.", "a BERT checkpoint"),
          new Family("roberta.", "a RoBERTa checkpoint"),
          new Family("embeddings.word_embeddings.", "a BERT checkpoint"),
          new Family("visual.trunk.", "an open_clip model with an image tower of timm"),
          new Family("owlvit.", "an OWL-ViT checkpoint, which ClipLoader.loadDetector opens"),
          new Family("owlv2.", "an OWLv2 checkpoint, which ClipLoader.loadDetector opens"),
          new Family(
              "decoder.film_mul.", "a CLIPSeg checkpoint, which ClipLoader.loadSegmenter opens"),
          new Family("model.layers.", "a language model"),
          new Family("transformer.h.", "a GPT-2 checkpoint"),
          new Family("text_model.", "only the text tower of CLIP, as image generators carry it"),
          new Family("vision_model.", "only the image tower of CLIP"),
          new Family("visual.", "only the image tower of CLIP"),
          new Family("transformer.resblocks.", "only the text tower of CLIP"));

  private record Family(String prefix, String description) {}

  /** Says that it is no model with two towers. */
  static CheckpointException describe(StateDict stateDict) {
    return describe(stateDict, "both towers of a CLIP model", found(stateDict.names()));
  }

  /**
   * Says that it is no model of a family.
   *
   * @param expected what it should be
   */
  static CheckpointException describe(ModelFiles files, String expected) {
    StateDict stateDict = files.tensors();
    String found =
        ModelFamilies.recognise(files)
            .map(
                recognised -> "a model of %s with two towers".formatted(recognised.family().name()))
            .orElseGet(() -> found(stateDict.names()));
    return describe(stateDict, expected, found);
  }

  private static String found(Set<String> names) {
    return FAMILIES.stream()
        .filter(family -> names.stream().anyMatch(name -> name.startsWith(family.prefix())))
        .map(Family::description)
        .findFirst()
        .orElse("an unknown model");
  }

  private static CheckpointException describe(StateDict stateDict, String expected, String found) {
    Set<String> names = stateDict.names();
    String keys = names.stream().limit(SHOWN_KEYS).collect(Collectors.joining(", "));
    return new CheckpointException(
        "%s: expected %s, found %s (%d tensors: %s%s)"
            .formatted(
                stateDict.files().isEmpty() ? "checkpoint" : stateDict.files().getFirst(),
                expected,
                found,
                names.size(),
                keys,
                names.size() > SHOWN_KEYS ? ", ..." : ""));
  }
}

package dev.jclip.hub;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which files of a repository make a checkpoint: configuration, vocabulary, and weights in one
 * format. Pure functions over file names.
 */
final class CheckpointFiles {
  private static final String CONFIG = "config.json";
  private static final String OPEN_CLIP_CONFIG = "open_clip_config.json";
  private static final String PREPROCESSOR_CONFIG = "preprocessor_config.json";
  private static final String PROCESSOR_CONFIG = "processor_config.json";

  /** The small files that go with the weights; few repositories hold all of them. */
  static final List<String> COMPANIONS =
      List.of(
          CONFIG,
          OPEN_CLIP_CONFIG,
          PREPROCESSOR_CONFIG,
          PROCESSOR_CONFIG,
          "tokenizer.json",
          "vocab.json",
          "merges.txt",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "spiece.model",
          "tokenizer.model");

  static final Set<String> CONFIGS = Set.of(CONFIG, OPEN_CLIP_CONFIG);

  private static final String SHARD_INDEX = "model.safetensors.index.json";
  private static final Pattern SHARD = Pattern.compile("model-00001-of-(\\d{5})\\.safetensors");

  private CheckpointFiles() {}

  /**
   * The files of each way to have the weights, best first: safetensors before pickles, and never
   * files of two formats together. Empty when there are no weights of a known name.
   */
  static List<List<String>> weightChoices(Set<String> files) {
    List<List<String>> openClip =
        Stream.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin")
            .map(name -> ifPresent(files, name))
            .filter(choice -> !choice.isEmpty())
            .toList();
    if (isForTimm(files) && !openClip.isEmpty()) {
      return openClip;
    }
    Stream<List<String>> safetensors =
        Stream.of(ifPresent(files, "model.safetensors"), shards(files));
    Stream<List<String>> pickle = Stream.of(ifPresent(files, "pytorch_model.bin"));
    return Stream.of(safetensors, openClip.stream(), pickle)
        .flatMap(choices -> choices)
        .filter(choice -> !choice.isEmpty())
        .toList();
  }

  /** The small files that are there, in a fixed order. */
  static List<String> companions(Set<String> files) {
    return COMPANIONS.stream().filter(files::contains).toList();
  }

  /** True if any of the files may belong to a checkpoint. */
  static boolean isPartOfCheckpoint(Set<String> files) {
    return !companions(files).isEmpty() || !weightChoices(files).isEmpty();
  }

  /**
   * Image towers published for timm carry open_clip's files beside their own, and there {@code
   * model.safetensors} has no text tower. They have none of the files with which transformers says
   * how images are prepared.
   */
  private static boolean isForTimm(Set<String> files) {
    return files.contains(OPEN_CLIP_CONFIG)
        && !files.contains(PREPROCESSOR_CONFIG)
        && !files.contains(PROCESSOR_CONFIG);
  }

  /** True if sentence-transformers saved the repository, CLIP's files being in a sub-folder. */
  static boolean isOfSentenceTransformers(List<String> files) {
    return files.contains("modules.json")
        && files.stream().anyMatch(name -> name.startsWith("0_CLIPModel/"));
  }

  private static List<String> ifPresent(Set<String> files, String name) {
    return files.contains(name) ? List.of(name) : List.of();
  }

  /** The index and every shard, or nothing if one is missing. */
  private static List<String> shards(Set<String> files) {
    if (!files.contains(SHARD_INDEX)) {
      return List.of();
    }
    return files.stream()
        .map(SHARD::matcher)
        .filter(Matcher::matches)
        .map(first -> withIndex(Integer.parseInt(first.group(1))))
        .filter(files::containsAll)
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> withIndex(int count) {
    Stream<String> shards =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i, count));
    return Stream.concat(Stream.of(SHARD_INDEX), shards).toList();
  }
}

package dev.jclip.tokenizer;

import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON files of transformers' CLIP tokenizer. */
final class HuggingFaceWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String START = SpecialTokens.OPENAI.start();
  private static final String END = SpecialTokens.OPENAI.end();

  private HuggingFaceWriter() {}

  /** Writes all files but {@code merges.txt}; {@code ids} holds the start and the end token. */
  static void write(
      Path folder, int contextLength, Map<String, Integer> ids, List<MergeRule> merges) {
    ObjectNode vocabulary = JSON.objectNode();
    ids.entrySet().stream()
        .sorted(Comparator.comparingInt(Map.Entry::getValue))
        .forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue()));
    ObjectNode special =
        JSON.objectNode()
            .put("bos_token", START)
            .put("eos_token", END)
            .put("unk_token", END)
            .put("pad_token", END);
    ObjectNode config =
        special
            .deepCopy()
            .put("tokenizer_class", "CLIPTokenizer")
            .put("model_max_length", contextLength);
    VocabularyFiles.writeJson(folder.resolve("vocab.json"), vocabulary);
    VocabularyFiles.writeJson(folder.resolve("special_tokens_map.json"), special);
    VocabularyFiles.writeJson(folder.resolve("tokenizer_config.json"), config);
    VocabularyFiles.writeJson(folder.resolve("tokenizer.json"), tokenizer(vocabulary, merges));
  }

  private static ObjectNode tokenizer(ObjectNode vocabulary, List<MergeRule> merges) {
    int start = vocabulary.path(START).intValue();
    int end = vocabulary.path(END).intValue();
    ObjectNode tokenizer = JSON.objectNode().put("version", "1.0");
    tokenizer.putNull("truncation");
    tokenizer.putNull("padding");
    tokenizer.putArray("added_tokens").add(added(START, start)).add(added(END, end));
    tokenizer.set("normalizer", normalizer());
    tokenizer.set("pre_tokenizer", preTokenizer());
    tokenizer.set("post_processor", postProcessor(start, end));
    tokenizer.set("decoder", byteLevel().put("add_prefix_space", true));
    tokenizer.set("model", model(vocabulary, merges));
    return tokenizer;
  }

  private static ObjectNode added(String content, int id) {
    return JSON.objectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static ObjectNode normalizer() {
    ObjectNode spaces = JSON.objectNode().put("type", "Replace");
    spaces.putObject("pattern").put("Regex", "\\s+");
    spaces.put("content", " ");
    ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
    sequence
        .putArray("normalizers")
        .add(JSON.objectNode().put("type", "NFC"))
        .add(spaces)
        .add(JSON.objectNode().put("type", "Lowercase"));
    return sequence;
  }

  private static ObjectNode preTokenizer() {
    ObjectNode split = JSON.objectNode().put("type", "Split");
    split.putObject("pattern").put("Regex", TokenizerJson.PATTERN);
    split.put("behavior", "Removed").put("invert", true);
    ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
    sequence.putArray("pretokenizers").add(split).add(byteLevel().put("add_prefix_space", false));
    return sequence;
  }

  private static ObjectNode byteLevel() {
    return JSON.objectNode()
        .put("type", "ByteLevel")
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static ObjectNode postProcessor(int start, int end) {
    ObjectNode processor = JSON.objectNode().put("type", "RobertaProcessing");
    processor.putArray("sep").add(END).add(end);
    processor.putArray("cls").add(START).add(start);
    return processor.put("trim_offsets", false).put("add_prefix_space", false);
  }

  private static ObjectNode model(ObjectNode vocabulary, List<MergeRule> merges) {
    ObjectNode model = JSON.objectNode().put("type", "BPE");
    model.putNull("dropout");
    model
        .put("unk_token", END)
        .put("continuing_subword_prefix", "")
        .put("end_of_word_suffix", ByteAlphabet.END_OF_WORD)
        .put("fuse_unk", false)
        .put("byte_fallback", false)
        .put("ignore_merges", false);
    model.set("vocab", vocabulary);
    var rules = model.putArray("merges");
    merges.forEach(merge -> rules.add(merge.left() + " " + merge.right()));
    return model;
  }
}

package dev.jclip.tokenizer;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.parts.VocabularyFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * A CLIP vocabulary in its smallest form: the merges alone. The pieces follow from them: the 256
 * bytes, the 256 bytes that end a word, what each merge makes, the start and the end token.
 * Immutable.
 */
public final class BpeMerges {
  /** The merge that an empty last line stands for. */
  static final MergeRule NOTHING = new MergeRule("", "");

  /** The reference reads no more, whatever the file holds. */
  private static final int MAX_MERGES = 49152 - 256 - 2;

  private final String source;
  private final List<MergeRule> merges;

  BpeMerges(String source, List<MergeRule> merges) {
    this.source = source;
    this.merges = List.copyOf(merges);
  }

  /**
   * Reads a file like {@code bpe_simple_vocab_16e6.txt.gz} or {@code merges.txt}, gzip or plain; of
   * more than 48,894 merges the first ones, as OpenAI CLIP and open_clip do. Like them it gives an
   * empty last line an id of its own.
   *
   * @throws TokenizerException if the file is missing, damaged, or not a list of merges
   */
  public static BpeMerges read(Path file) {
    return parse(file, VocabularyFiles.text(file));
  }

  static BpeMerges parse(Path file, String text) {
    List<MergeRule> merges =
        MergesFile.parse(file, text, MAX_MERGES, MergesFile.EmptyLast.TAKES_AN_ID);
    requireDistinct(file, merges);
    return new BpeMerges(file.toString(), merges);
  }

  /** Returns the number of ids: 512 bytes, the merges, start and end. */
  public int vocabSize() {
    return ByteAlphabet.PIECES + merges.size() + 2;
  }

  /** Returns a tokenizer that cleans text as OpenAI CLIP does and pads with 0. */
  public BpeTokenizer openAiTokenizer() {
    return tokenizer(SpecialTokens.OPENAI);
  }

  /** Returns a tokenizer that cleans text as open_clip does and pads with 0. */
  public BpeTokenizer openClipTokenizer() {
    return tokenizer(SpecialTokens.OPEN_CLIP);
  }

  /**
   * Writes the merges as OpenAI CLIP and open_clip read them, compressed with gzip.
   *
   * @throws TokenizerException if the file cannot be written
   */
  public void writeMergesFile(Path file) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text("\"bpe_simple_vocab.txt#version: 0.2").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TokenizerException(file + ": cannot be compressed: " + e, e);
    }
    VocabularyFiles.write(file, bytes.toByteArray());
  }

  /**
   * Writes {@code vocab.json}, {@code merges.txt}, {@code tokenizer.json}, {@code
   * tokenizer_config.json} and {@code special_tokens_map.json} as transformers reads them. Text is
   * then cleaned as transformers does it, and padded with the end token.
   *
   * @param contextLength the number of ids the model reads
   * @throws TokenizerException if a file cannot be written
   */
  public void writeHuggingFace(Path folder, int contextLength) {
    HuggingFaceWriter.write(folder, contextLength, ids(SpecialTokens.OPENAI), realMerges());
    VocabularyFiles.write(
        folder.resolve("merges.txt"),
        (text("#version: 0.2") + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private BpeTokenizer tokenizer(SpecialTokens special) {
    Map<String, Integer> ids = ids(special);
    int eot = vocabSize() - 1;
    int sot = eot - 1;
    var vocabulary =
        new BpeVocabulary(
            source, ids, realMerges(), index -> MergesFile.place(source, index), null);
    return new BpeTokenizer(
        vocabulary, ids, new OpenAiSplitter(special, sot, eot), new TokenIds(sot, eot, 0));
  }

  private Map<String, Integer> ids(SpecialTokens special) {
    Map<String, Integer> ids = HashMap.newHashMap(vocabSize());
    for (String piece : ByteAlphabet.pieces()) {
      ids.put(piece, ids.size());
    }
    for (MergeRule merge : merges) {
      ids.put(merge.merged(), ids.size());
    }
    ids.put(special.start(), ids.size());
    ids.put(special.end(), ids.size());
    return ids;
  }

  private List<MergeRule> realMerges() {
    return merges.stream().filter(merge -> !merge.equals(NOTHING)).toList();
  }

  private String text(String header) {
    return realMerges().stream()
        .map(merge -> merge.left() + " " + merge.right())
        .collect(Collectors.joining("\n", header + "\n", ""));
  }

  private static void requireDistinct(Path file, List<MergeRule> merges) {
    Set<String> pieces = new HashSet<>(ByteAlphabet.pieces());
    for (int i = 0; i < merges.size(); i++) {
      String piece = merges.get(i).merged();
      if (!pieces.add(piece)) {
        throw new TokenizerException(
            "%s: the merge makes '%s', which is a piece already; remove one"
                .formatted(MergesFile.place(file.toString(), i), piece));
      }
    }
  }
}

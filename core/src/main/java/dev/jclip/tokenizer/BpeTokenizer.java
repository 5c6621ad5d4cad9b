package dev.jclip.tokenizer;

import dev.jclip.digest.Sha256;
import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.parts.IdCollector;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CLIP's byte-level BPE tokenizer, id for id that of OpenAI CLIP, open_clip or transformers,
 * depending on where the vocabulary comes from. Safe for use by many threads.
 *
 * <p>Text is cleaned as the respective reference cleans it. OpenAI CLIP and open_clip use the
 * library ftfy for that. jclip repairs what follows from the text alone (HTML references, quotation
 * marks, ligatures, character widths, line breaks, C1 controls, surrogates, terminal escapes,
 * control characters, NFC), but where ftfy guesses that a text was decoded with the wrong charset,
 * jclip leaves the text as it is.
 *
 * <p>What is a letter, a number, or the lower case of a character follows the Unicode version of
 * the running JDK, as it follows that of the installed libraries in the references. Only characters
 * added to Unicode lately are affected.
 */
public final class BpeTokenizer implements Tokenizer {
  /** Where the references' cleanings differ: markers, HTML, quotes, case, spaces, accents. */
  private static final String CLEANING_PROBE =
      "<|startoftext|> <start_of_text> &amp;amp; \u201cA\u201d  I\u0307\u00df e\u0301 \ufb01 12 it's\n<|endoftext|> <end_of_text> \u2026";

  private static final int PROBE_LENGTH = 1024;

  private final BpeVocabulary vocabulary;
  private final TextSplitter splitter;
  private final TokenIds tokens;
  private final Map<Integer, String> pieces;
  private final int vocabSize;
  private final WordCache cache = new WordCache();

  BpeTokenizer(
      BpeVocabulary vocabulary, Map<String, Integer> ids, TextSplitter splitter, TokenIds tokens) {
    this.vocabulary = vocabulary;
    this.splitter = splitter;
    this.tokens = tokens;
    pieces = HashMap.newHashMap(ids.size());
    ids.forEach((piece, id) -> pieces.put(id, piece));
    vocabSize = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
  }

  /**
   * Reads {@code bpe_simple_vocab_16e6.txt.gz}, gzip or plain, as OpenAI CLIP does: {@code
   * <|startoftext|>} and {@code <|endoftext|>} in a text are those tokens. Pads with 0.
   *
   * @throws TokenizerException if the file is missing, damaged, or not a list of merges
   */
  public static BpeTokenizer fromOpenAi(Path file) {
    return BpeMerges.read(file).openAiTokenizer();
  }

  /**
   * Reads the same file as open_clip does: {@code <start_of_text>} and {@code <end_of_text>} in a
   * text are the tokens. Pads with 0. All else equals {@link #fromOpenAi}.
   *
   * @throws TokenizerException if the file is missing, damaged, or not a list of merges
   */
  public static BpeTokenizer fromOpenClip(Path file) {
    return BpeMerges.read(file).openClipTokenizer();
  }

  /**
   * Reads a folder as transformers' CLIPTokenizerFast does: {@code tokenizer.json} if it is there,
   * else {@code vocab.json} and {@code merges.txt}; {@code tokenizer_config.json}, {@code
   * special_tokens_map.json} and {@code added_tokens.json} name the special tokens.
   *
   * <p>Special tokens that the vocabulary lacks get ids after it, as in transformers: compare
   * {@link #sotToken()}, {@link #eotToken()} and {@link #padToken()} with the rows of the model's
   * embedding.
   *
   * @throws TokenizerException if a file is missing, damaged, or holds another kind of tokenizer
   */
  public static BpeTokenizer fromHuggingFace(Path folder) {
    return HuggingFaceReader.readFolder(folder);
  }

  /**
   * Reads a vocabulary of any of these kinds, recognised by content: a folder as {@link
   * #fromHuggingFace} reads it, or one that holds a list of merges; a {@code tokenizer.json}; a
   * {@code vocab.json} or {@code merges.txt} beside its other half; a list of merges, read as
   * {@link #fromOpenClip} does.
   *
   * @throws TokenizerException if there is no vocabulary, it is damaged, or of another kind
   */
  public static BpeTokenizer load(Path fileOrFolder) {
    return VocabularyFinder.load(fileOrFolder);
  }

  @Override
  public TokenizedText tokenize(String text, int contextLength) {
    if (contextLength < 2) {
      throw new IllegalArgumentException(
          "contextLength: expected at least 2, for the start and the end token, found "
              + contextLength);
    }
    IdCollector ids = new IdCollector(contextLength);
    ids.add(tokens.sot());
    splitter.split(text, new Encoder(ids));
    ids.add(tokens.eot());
    int[] kept = ids.kept();
    kept[kept.length - 1] = tokens.eot();
    return new TokenizedText(text, kept, ids.count(), ids.count() > contextLength);
  }

  @Override
  public int vocabSize() {
    return vocabSize;
  }

  @Override
  public int sotToken() {
    return tokens.sot();
  }

  @Override
  public int eotToken() {
    return tokens.eot();
  }

  @Override
  public int padToken() {
    return tokens.pad();
  }

  @Override
  public String decode(int... ids) {
    StringBuilder spelled = new StringBuilder();
    for (int id : ids) {
      if (id == tokens.eot()) {
        break;
      }
      if (id != tokens.sot()) {
        spelled.append(piece(id));
      }
    }
    return ByteAlphabet.textOf(spelled).replace(ByteAlphabet.END_OF_WORD, " ").strip();
  }

  @Override
  public String fingerprint() {
    var digest = new Sha256().add(tokens.toString());
    new TreeMap<>(pieces).forEach((id, piece) -> digest.add(id.toString()).add(piece));
    vocabulary.addMergesTo(digest);
    int[] probed = tokenize(CLEANING_PROBE, PROBE_LENGTH).ids();
    return digest.add(Arrays.toString(probed)).hex();
  }

  @Override
  public List<String> pieces(int... ids) {
    return Arrays.stream(ids).mapToObj(this::piece).toList();
  }

  private String piece(int id) {
    String piece = pieces.get(id);
    if (piece == null) {
      throw new IllegalArgumentException(
          "ids: expected ids of a vocabulary of %d, found %d".formatted(vocabSize, id));
    }
    return piece;
  }

  private final class Encoder implements WordSink {
    private final IdCollector ids;

    Encoder(IdCollector ids) {
      this.ids = ids;
    }

    @Override
    public void word(String text, int start, int end) {
      int[] known = cache.get(text, start, end);
      if (known == null) {
        String word = text.substring(start, end);
        known = vocabulary.encode(word);
        cache.put(word, known);
      }
      ids.addAll(known);
    }

    @Override
    public void token(int id) {
      ids.add(id);
    }
  }
}

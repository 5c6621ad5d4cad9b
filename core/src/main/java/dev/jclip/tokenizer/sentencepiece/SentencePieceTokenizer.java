package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.digest.Sha256;
import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.tokenizer.parts.AddedTokens;
import dev.jclip.tokenizer.parts.IdCollector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The tokenizer of SigLIP or SigLIP 2, id for id that of transformers and open_clip: a unigram or a
 * byte pair model of SentencePiece. Safe for use by many threads.
 *
 * <p>What is a letter, the lower case of a character, or a grapheme cluster follows the Unicode
 * version of the running JDK, as it follows that of the installed libraries in the references.
 */
public final class SentencePieceTokenizer implements Tokenizer {
  /** Where cleanings and vocabularies differ: markers, HTML, case, blanks, accents, rare signs. */
  private static final String PROBE =
      "</s> <eos> <unk> &amp;amp; \u201cA\u201d  I\u0307\u00df e\u0301 \ufb01 12_it's\n"
          + "\u2581x \ud83d\ude00\u00a0";

  private static final int PROBE_LENGTH = 1024;

  private final TextCleaning cleaning;
  private final UnaryOperator<String> preparation;
  private final AddedTokens added;
  private final TextModel model;
  private final Frame frame;
  private final Vocabulary vocabulary;
  private final Consumer<Sha256> contents;

  SentencePieceTokenizer(Parts parts) {
    cleaning = parts.cleaning();
    preparation = parts.preparation();
    added = parts.added();
    model = parts.model();
    frame = parts.frame();
    vocabulary = parts.vocabulary();
    contents = parts.contents();
  }

  /**
   * What a tokenizer is made of.
   *
   * @param cleaning what is done first of all
   * @param preparation what is done before added tokens are looked for
   * @param added the tokens that are cut out of the text
   * @param model turns the rest into ids
   * @param vocabulary all pieces and added tokens; not modified any more
   * @param contents adds the vocabulary to a digest, with its scores or merges
   */
  record Parts(
      TextCleaning cleaning,
      UnaryOperator<String> preparation,
      AddedTokens added,
      TextModel model,
      Frame frame,
      Vocabulary vocabulary,
      Consumer<Sha256> contents) {}

  /** Whether a file or folder holds a tokenizer of this kind, by its content. */
  public static boolean isPresent(Path fileOrFolder) {
    return SentencePieceFiles.isPresent(fileOrFolder);
  }

  /**
   * Reads a file or a folder as transformers does, or open_clip, which puts a cleaning of its own
   * before.
   *
   * <p>In a folder, {@code tokenizer_config.json} names transformers' class, and that decides: for
   * {@code SiglipTokenizer} the model file {@code spiece.model} is read if it is there, for all
   * others {@code tokenizer.json} first, then {@code tokenizer.model}, {@code spiece.model} or
   * {@code sentencepiece.model}. A file is read with the settings beside it.
   *
   * @param cleaning {@link TextCleaning#AS_WRITTEN} for transformers, whose classes clean by
   *     themselves; for open_clip the one that its configuration names
   * @throws TokenizerException if a file is missing, damaged, or of another kind
   */
  public static SentencePieceTokenizer load(Path fileOrFolder, TextCleaning cleaning) {
    return SentencePieceFiles.load(fileOrFolder, cleaning);
  }

  @Override
  public TokenizedText tokenize(String text, int contextLength) {
    if (contextLength < 2) {
      throw new IllegalArgumentException(
          "contextLength: expected at least 2, found " + contextLength);
    }
    var ids = new IdCollector(frame.room(contextLength));
    boolean[] first = {true};
    added.split(
        preparation.apply(cleaning.clean(text)),
        part -> {
          model.encode(part, first[0], ids::add);
          first[0] = false;
        },
        id -> {
          ids.add(id);
          first[0] = false;
        });
    return frame.around(text, ids);
  }

  @Override
  public int vocabSize() {
    return vocabulary.size();
  }

  @Override
  public int sotToken() {
    return frame.start();
  }

  @Override
  public int eotToken() {
    return frame.end();
  }

  @Override
  public int padToken() {
    return frame.pad();
  }

  /** {@inheritDoc} Pieces of bytes become text where they are UTF-8. */
  @Override
  public String decode(int... ids) {
    var bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      String piece = piece(id);
      if (id == frame.end()) {
        break;
      }
      int single = UnknownPieces.byteOf(piece);
      if (single >= 0) {
        bytes.write(single);
      } else if (id != frame.start()) {
        bytes.writeBytes(piece.getBytes(StandardCharsets.UTF_8));
      }
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    return text.replace(SentencePieceNormalizer.BLANK, " ").strip();
  }

  @Override
  public String fingerprint() {
    int[] probed = tokenize(PROBE, PROBE_LENGTH).ids();
    var digest = new Sha256();
    contents.accept(digest);
    return digest.add(cleaning.name()).add(frame.toString()).add(Arrays.toString(probed)).hex();
  }

  @Override
  public List<String> pieces(int... ids) {
    return Arrays.stream(ids).mapToObj(this::piece).toList();
  }

  private String piece(int id) {
    String piece = vocabulary.piece(id);
    if (piece == null) {
      throw new IllegalArgumentException(
          "ids: expected ids of a vocabulary of %d, found %d".formatted(vocabulary.size(), id));
    }
    return piece;
  }
}

package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a SentencePiece {@code .model} file says: a message of Protocol Buffers that {@code
 * sentencepiece_model.proto} describes. Fields that only matter for training are left out.
 *
 * @param source the file, for messages
 * @param pieces the pieces; the place of each is its id
 * @param training how the vocabulary was trained
 * @param normalization how texts are normalized
 */
record SentencePieceModel(
    String source, List<Piece> pieces, Training training, Normalization normalization) {
  /** Ids index the rows of an embedding, so larger ones are damage. */
  static final int MAX_PIECES = 1 << 20;

  /** The longest piece, in characters; the longest known has 31. */
  static final int MAX_PIECE_LENGTH = 256;

  /** The characters of all pieces together; the largest vocabularies have 2 million. */
  static final int MAX_TOTAL_LENGTH = 8 << 20;

  private static final int MESSAGE_PIECES = 1;
  private static final int MESSAGE_TRAINING = 2;
  private static final int MESSAGE_NORMALIZATION = 3;

  /** What a piece is for, by the numbers of the file. */
  enum Kind {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    static Kind of(String place, long number) {
      if (number < 1 || number > values().length) {
        throw new TokenizerException(
            "%s: type: expected 1 to %d, found %d".formatted(place, values().length, number));
      }
      return values()[(int) number - 1];
    }
  }

  /** One piece; the larger its score, the more it is preferred. */
  record Piece(String text, float score, Kind kind) {}

  /** The kinds of model that are read here. */
  enum Algorithm {
    UNIGRAM,
    BPE
  }

  /**
   * The settings of the training that matter for reading.
   *
   * @param eosId the id of the token that ends a text, or -1
   * @param padId the id that fills a row, or -1
   */
  record Training(
      Algorithm algorithm, boolean whitespaceAsSuffix, boolean byteFallback, int eosId, int padId) {
    static final Training DEFAULT = new Training(Algorithm.UNIGRAM, false, false, 2, -1);
  }

  /** How a text is normalized before it is divided. */
  record Normalization(
      CharacterMap characters,
      boolean dummyPrefix,
      boolean removeExtraWhitespaces,
      boolean escapeWhitespaces) {
    static final Normalization DEFAULT = new Normalization(CharacterMap.EMPTY, true, true, true);
  }

  /**
   * Reads the bytes of a file.
   *
   * @throws TokenizerException if they are damaged or of another kind
   */
  static SentencePieceModel parse(String source, byte[] bytes) {
    var pieces = new ArrayList<Piece>();
    Training training = Training.DEFAULT;
    Normalization normalization = Normalization.DEFAULT;
    long total = 0;
    var message = new ProtobufReader(source, ByteBuffer.wrap(bytes));
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case MESSAGE_PIECES -> {
          pieces.add(piece("%s: pieces[%d]".formatted(source, pieces.size()), message.bytes()));
          total += pieces.getLast().text().length();
          requireBounded(source, pieces.size(), total);
        }
        case MESSAGE_TRAINING -> training = training(source + ": trainer_spec", message.bytes());
        case MESSAGE_NORMALIZATION ->
            normalization = normalization(source + ": normalizer_spec", message.bytes());
        default -> message.skip();
      }
    }
    if (pieces.isEmpty()) {
      throw new TokenizerException(source + ": pieces: expected a vocabulary, found no piece");
    }
    return new SentencePieceModel(source, List.copyOf(pieces), training, normalization);
  }

  /** Refuses vocabularies that would take too much memory or time to prepare. */
  static void requireBounded(String source, int count, long length) {
    if (count > MAX_PIECES || length > MAX_TOTAL_LENGTH) {
      throw new TokenizerException(
          "%s: expected at most %,d pieces with %,d characters, found more"
              .formatted(source, MAX_PIECES, MAX_TOTAL_LENGTH));
    }
  }

  private static Piece piece(String place, ByteBuffer form) {
    String text = "";
    float score = 0;
    Kind kind = Kind.NORMAL;
    var message = new ProtobufReader(place, form);
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> text = message.text();
        case 2 -> score = message.float32();
        case 3 -> kind = Kind.of(place, message.number());
        default -> message.skip();
      }
    }
    if (text.isEmpty() || text.length() > MAX_PIECE_LENGTH) {
      throw new TokenizerException(
          "%s: piece: expected 1 to %d characters, found %d"
              .formatted(place, MAX_PIECE_LENGTH, text.length()));
    }
    if (!Float.isFinite(score)) {
      throw new TokenizerException(
          "%s: score: expected a finite number, found %s".formatted(place, score));
    }
    return new Piece(text, score, kind);
  }

  private static Training training(String place, ByteBuffer form) {
    Training read = Training.DEFAULT;
    Algorithm algorithm = read.algorithm();
    boolean suffix = read.whitespaceAsSuffix();
    boolean fallback = read.byteFallback();
    int eos = read.eosId();
    int pad = read.padId();
    var message = new ProtobufReader(place, form);
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 3 -> algorithm = algorithm(place, message.number());
        case 24 -> suffix = message.number() != 0;
        case 35 -> fallback = message.number() != 0;
        case 42 -> eos = (int) message.number();
        case 43 -> pad = (int) message.number();
        default -> message.skip();
      }
    }
    return new Training(algorithm, suffix, fallback, eos, pad);
  }

  private static Algorithm algorithm(String place, long number) {
    if (number != 1 && number != 2) {
      throw new TokenizerException(
          "%s: model_type: expected 1 (unigram) or 2 (BPE), found %d; jclip reads no other kind"
              .formatted(place, number));
    }
    return Algorithm.values()[(int) number - 1];
  }

  private static Normalization normalization(String place, ByteBuffer form) {
    Normalization read = Normalization.DEFAULT;
    CharacterMap characters = read.characters();
    boolean prefix = read.dummyPrefix();
    boolean remove = read.removeExtraWhitespaces();
    boolean escape = read.escapeWhitespaces();
    var message = new ProtobufReader(place, form);
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 2 -> characters = characters(place + ".precompiled_charsmap", message.bytes());
        case 3 -> prefix = message.number() != 0;
        case 4 -> remove = message.number() != 0;
        case 5 -> escape = message.number() != 0;
        default -> message.skip();
      }
    }
    return new Normalization(characters, prefix, remove, escape);
  }

  private static CharacterMap characters(String place, ByteBuffer form) {
    byte[] bytes = new byte[form.remaining()];
    form.get(bytes);
    return CharacterMap.parse(place, bytes);
  }
}

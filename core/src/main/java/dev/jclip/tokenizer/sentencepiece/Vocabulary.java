package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.digest.Sha256;
import dev.jclip.error.TokenizerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spelling of each id, and the id of each spelling, while a tokenizer is being read. */
final class Vocabulary {
  private final String source;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<@Nullable String> pieces = new ArrayList<>();

  /** Creates an empty vocabulary; {@code source} is the file, for messages. */
  Vocabulary(String source) {
    this.source = source;
  }

  /** Adds a piece; neither its spelling nor its id may be there already. */
  void add(String piece, int id) {
    if (id < 0 || id >= SentencePieceModel.MAX_PIECES) {
      throw new TokenizerException(
          "%s: piece '%s': expected an id from 0 to %d, found %d"
              .formatted(source, shown(piece), SentencePieceModel.MAX_PIECES - 1, id));
    }
    Integer other = ids.putIfAbsent(piece, id);
    if (other != null) {
      throw new TokenizerException(
          "%s: piece '%s' has the ids %d and %d; each piece needs one"
              .formatted(source, shown(piece), other, id));
    }
    while (pieces.size() <= id) {
      pieces.add(null);
    }
    String before = pieces.set(id, piece);
    if (before != null) {
      throw new TokenizerException(
          "%s: the pieces '%s' and '%s' have the same id %d; each needs its own"
              .formatted(source, shown(before), shown(piece), id));
    }
  }

  /** Adds a piece under the next free id, unless it is there already; returns its id. */
  int addNext(String piece) {
    Integer known = ids.get(piece);
    if (known == null) {
      add(piece, pieces.size());
    }
    return known == null ? pieces.size() - 1 : known;
  }

  /** Returns the id of a piece, or null. */
  @Nullable Integer id(String piece) {
    return ids.get(piece);
  }

  /** Returns the id of a piece that must be there. */
  int required(String piece, String purpose) {
    Integer id = ids.get(piece);
    if (id == null) {
      throw new TokenizerException(
          "%s: expected the piece '%s' %s, found none; do the files belong together?"
              .formatted(source, shown(piece), purpose));
    }
    return id;
  }

  /** Returns the spelling of an id, or null where the vocabulary has a gap. */
  @Nullable String piece(int id) {
    return id < 0 || id >= pieces.size() ? null : pieces.get(id);
  }

  /** Returns the largest id + 1. */
  int size() {
    return pieces.size();
  }

  /** Adds all pieces to a digest, in the order of their ids. */
  void addTo(Sha256 digest) {
    for (String piece : pieces) {
      digest.add(piece == null ? "" : piece);
    }
  }

  String source() {
    return source;
  }

  /** Returns what stands for unknown characters where a vocabulary has pieces for all bytes. */
  UnknownPieces bytes() {
    int[] byteIds = new int[256];
    for (int b = 0; b < byteIds.length; b++) {
      byteIds[b] = required(UnknownPieces.spelling(b), "for a byte");
    }
    return UnknownPieces.asBytes(byteIds);
  }

  static String shown(String piece) {
    return piece.length() <= 40 ? piece : piece.substring(0, 40) + "…";
  }
}

package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.sentencepiece.SentencePieceModel.Algorithm;
import dev.jclip.tokenizer.sentencepiece.SentencePieceModel.Kind;
import dev.jclip.tokenizer.sentencepiece.SentencePieceModel.Piece;
import java.util.ArrayList;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * The ids that SentencePiece gives a text by a model file: normalization, then the model's own
 * division. Immutable.
 */
final class SentencePieceEncoder implements PieceModel {
  private final SentencePieceNormalizer normalizer;
  private final PieceModel pieces;

  private SentencePieceEncoder(SentencePieceNormalizer normalizer, PieceModel pieces) {
    this.normalizer = normalizer;
    this.pieces = pieces;
  }

  @Override
  public void encode(String text, IntConsumer ids) {
    pieces.encode(normalizer.normalize(text), ids);
  }

  /** Returns the encoder of a model file whose pieces are those of the vocabulary. */
  static SentencePieceEncoder of(SentencePieceModel model, Vocabulary vocabulary) {
    PieceTrie symbols = trie(model, piece -> piece.kind() == Kind.USER_DEFINED);
    UnknownPieces unknown = unknown(model, vocabulary);
    PieceModel pieces =
        model.training().algorithm() == Algorithm.UNIGRAM
            ? unigram(model, unknown)
            : merges(model, vocabulary, symbols, unknown);
    return new SentencePieceEncoder(new SentencePieceNormalizer(model, symbols), pieces);
  }

  private static PieceTrie trie(SentencePieceModel model, Predicate<Piece> wanted) {
    var entries = new ArrayList<PieceTrie.Entry>();
    for (int id = 0; id < model.pieces().size(); id++) {
      Piece piece = model.pieces().get(id);
      if (wanted.test(piece)) {
        entries.add(new PieceTrie.Entry(piece.text(), id));
      }
    }
    return PieceTrie.of(entries);
  }

  private static UnknownPieces unknown(SentencePieceModel model, Vocabulary vocabulary) {
    if (model.training().byteFallback()) {
      return vocabulary.bytes();
    }
    for (int id = 0; id < model.pieces().size(); id++) {
      if (model.pieces().get(id).kind() == Kind.UNKNOWN) {
        return UnknownPieces.asOne(id);
      }
    }
    throw new TokenizerException(
        model.source() + ": pieces: expected one of the kind UNKNOWN, found none");
  }

  private static UnigramModel unigram(SentencePieceModel model, UnknownPieces unknown) {
    float least = Float.MAX_VALUE;
    for (Piece piece : model.pieces()) {
      if (piece.kind() == Kind.NORMAL) {
        least = Math.min(least, piece.score());
      }
    }
    double[] scores = new double[model.pieces().size()];
    for (int id = 0; id < scores.length; id++) {
      Piece piece = model.pieces().get(id);
      scores[id] = piece.kind() == Kind.USER_DEFINED ? bonus(piece) : piece.score();
    }
    return new UnigramModel(
        trie(model, piece -> piece.kind() == Kind.NORMAL || piece.kind() == Kind.USER_DEFINED),
        scores,
        least,
        UnigramModel.Sums.FLOAT32,
        unknown);
  }

  /** What a symbol of the user counts in SentencePiece 0.2.2, whatever score the file gives it. */
  private static double bonus(Piece symbol) {
    return 0.1 * (Utf8.bytes(symbol.text()) - 1);
  }

  private static MergeModel merges(
      SentencePieceModel model, Vocabulary vocabulary, PieceTrie symbols, UnknownPieces unknown) {
    if (model.pieces().stream().anyMatch(piece -> piece.kind() == Kind.UNUSED)) {
      throw new TokenizerException(
          model.source() + ": pieces: expected none of the kind UNUSED in a BPE model, found some");
    }
    return new MergeModel(
        trie(model, piece -> piece.kind() == Kind.NORMAL && Utf8.isOneCharacter(piece.text())),
        symbols,
        MergeRules.byScore(model, vocabulary),
        unknown);
  }
}

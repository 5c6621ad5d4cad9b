package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.digest.Sha256;
import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.TextCleaning;
import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.sentencepiece.TokenizerSettings.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Builds what a {@code tokenizer.json} says about texts, with what transformers' class changes. */
final class JsonModel {
  private static final String BLANK = SentencePieceNormalizer.BLANK;

  private final TokenizerFile file;
  private final PieceModel pieces;

  private JsonModel(TokenizerFile file, PieceModel pieces) {
    this.file = file;
    this.pieces = pieces;
  }

  static JsonModel of(TokenizerFile file) {
    String type = file.model().path("type").asString("");
    return switch (type) {
      case "Unigram" -> new JsonModel(file, unigram(file));
      case "BPE" -> new JsonModel(file, merges(file));
      default ->
          throw new TokenizerException(
              "%s: model.type: expected Unigram or BPE, found %s"
                  .formatted(file.source(), file.model().path("type")));
    };
  }

  /** Returns the added tokens that the file lists. */
  static List<AddedToken> addedTokens(String source, JsonNode rest) {
    var added = new ArrayList<AddedToken>();
    for (JsonNode token : rest.path("added_tokens")) {
      String place = "%s: added_tokens[%d]".formatted(source, added.size());
      JsonNode id = token.path("id");
      if (!id.isIntegralNumber() || !id.canConvertToInt()) {
        throw new TokenizerException("%s.id: expected an id, found %s".formatted(place, id));
      }
      added.add(AddedToken.parse(place, token, id.intValue()));
    }
    return added;
  }

  void addTo(Sha256 digest) {
    file.vocabulary().addTo(digest);
    if (file.scores() != null) {
      digest.add(Arrays.toString(file.scores()));
    }
    if (file.merges() != null) {
      file.merges().addTo(digest);
    }
  }

  /**
   * Returns what the text between added tokens goes through. The classes of transformers 5 build
   * their steps anew and take only the character map from the file.
   */
  TextModel text(TokenizerSettings settings, List<AddedToken> added) {
    var pipeline = new JsonPipeline(file.source());
    JsonNode normalizer = file.rest().path("normalizer");
    Kind kind = settings.kind();
    return switch (kind) {
      case T5 ->
          new JsonText(
              new CharacterMapNormalizer(pipeline.characterMap(normalizer)),
              added,
              WordSplitter.sequence(List.of(WordSplitter::atWhitespace, Metaspace.T5)),
              pieces);
      case GEMMA -> new JsonText(JsonModel::escaped, added, WordSplitter::whole, pieces);
      case SIGLIP2 ->
          new JsonText(
              text -> escaped(TextCleaning.LOWER_CASE.clean(text)),
              added,
              WordSplitter::whole,
              pieces);
      case SIGLIP, OTHER -> {
        UnaryOperator<String> steps = pipeline.normalizer(normalizer);
        yield new JsonText(
            kind == Kind.SIGLIP ? text -> steps.apply(settings.siglip().clean(text)) : steps,
            added,
            pipeline.splitter(file.rest().path("pre_tokenizer")),
            pieces);
      }
    };
  }

  private static String escaped(String text) {
    return text.replace(" ", BLANK);
  }

  private static PieceModel unigram(TokenizerFile file) {
    double[] scores = file.scores();
    Vocabulary vocabulary = file.vocabulary();
    if (scores == null || scores.length != vocabulary.size()) {
      throw new TokenizerException(
          file.source() + ": model.vocab: expected pairs of piece and score, found another form");
    }
    var entries = new ArrayList<PieceTrie.Entry>();
    for (int id = 0; id < scores.length; id++) {
      String piece = vocabulary.piece(id);
      if (piece != null) {
        entries.add(new PieceTrie.Entry(piece, id));
      }
    }
    return new UnigramModel(
        PieceTrie.of(entries),
        scores,
        Arrays.stream(scores).min().orElse(0),
        UnigramModel.Sums.FLOAT64,
        unknown(file, file.model().path("unk_id")));
  }

  private static UnknownPieces unknown(TokenizerFile file, JsonNode id) {
    if (file.model().path("byte_fallback").asBoolean(false)) {
      return file.vocabulary().bytes();
    }
    int unknown = id.isIntegralNumber() && id.canConvertToInt() ? id.intValue() : -1;
    if (file.vocabulary().piece(unknown) == null) {
      throw new TokenizerException(
          "%s: model.unk_id: expected the id of a piece, found %s".formatted(file.source(), id));
    }
    return UnknownPieces.asOne(unknown);
  }

  private static PieceModel merges(TokenizerFile file) {
    MergeTable merges = file.merges();
    if (merges == null || file.scores() != null) {
      throw new TokenizerException(
          file.source()
              + ": model: expected merges and an object from pieces to ids, found another form");
    }
    JsonNode model = file.model();
    boolean isPlain =
        model.path("byte_fallback").asBoolean(false)
            && model.path("dropout").asDouble(0) == 0
            && !model.path("ignore_merges").asBoolean(false)
            && model.path("continuing_subword_prefix").asString("").isEmpty()
            && model.path("end_of_word_suffix").asString("").isEmpty();
    if (!isPlain) {
      throw new TokenizerException(
          "%s: model: expected byte_fallback without dropout, ignore_merges, prefix or suffix, found %s"
              .formatted(file.source(), Vocabulary.shown(model.toString())));
    }
    Vocabulary vocabulary = file.vocabulary();
    var characters = new ArrayList<PieceTrie.Entry>();
    for (int id = 0; id < vocabulary.size(); id++) {
      String piece = vocabulary.piece(id);
      if (piece != null && Utf8.isOneCharacter(piece)) {
        characters.add(new PieceTrie.Entry(piece, id));
      }
    }
    return new MergeModel(
        PieceTrie.of(characters), PieceTrie.of(List.of()), merges, vocabulary.bytes());
  }
}

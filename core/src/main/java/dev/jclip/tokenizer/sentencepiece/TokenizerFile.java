package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of a {@code tokenizer.json} of Hugging Face's tokenizers. Vocabulary and merges, which
 * make files of 34 million bytes, are read as they come, without a tree of JSON nodes.
 *
 * @param source the file, for messages
 * @param vocabulary the pieces of the model, without added tokens
 * @param scores the scores of a unigram model by id, or null
 * @param merges the merges of a byte pair model, or null
 * @param model the other fields of the model
 * @param rest the fields beside the model
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the model that is made of it
record TokenizerFile(
    String source,
    Vocabulary vocabulary,
    double @Nullable [] scores,
    @Nullable MergeTable merges,
    JsonNode model,
    JsonNode rest) {
  private static final long MAX_BYTES = 64 << 20;

  /** Bounds the trees of the small fields, a character map of a megabyte included. */
  private static final int MAX_NODES = 200_000;

  private static final String MODEL = "model";
  private static final String VOCABULARY = "vocab";
  private static final String MERGES = "merges";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxNestingDepth(64)
                          .maxStringLength(4 << 20)
                          .maxNameLength(1 << 16)
                          .build())
                  .build())
          .build();

  /**
   * Whether a file holds a model that this package reads: a unigram model, or a byte pair model
   * that falls back to bytes. A damaged file holds none.
   */
  static boolean isKnown(Path file) {
    try {
      return scan(file, parser -> new Reader(file.toString(), parser).isKnown());
    } catch (TokenizerException e) {
      return false;
    }
  }

  /**
   * Reads a file.
   *
   * @throws TokenizerException if it is missing, damaged or too large
   */
  static TokenizerFile read(Path file) {
    Reader first = scan(file, parser -> new Reader(file.toString(), parser).readAll());
    Reader reader =
        first.mergesBeforeVocabulary
            ? scan(file, parser -> first.again(parser).readMergesOnly())
            : first;
    if (reader.vocabulary.size() == 0) {
      throw new TokenizerException(file + ": model.vocab: expected pieces, found none");
    }
    return new TokenizerFile(
        file.toString(),
        reader.vocabulary,
        reader.scores(),
        reader.merges,
        reader.model,
        reader.rest);
  }

  /** What is done with an open file. */
  @FunctionalInterface
  private interface Scan<T> {
    T from(JsonParser parser);
  }

  private static <T> T scan(Path file, Scan<T> scan) {
    try (InputStream in = Files.newInputStream(file);
        JsonParser parser = JSON.createParser(in)) {
      return scan.from(parser);
    } catch (NoSuchFileException e) {
      throw new TokenizerException(file + ": no such file", e);
    } catch (JacksonException e) {
      throw new TokenizerException(
          "%s: expected JSON, found an error: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new TokenizerException(file + ": cannot be read: " + e, e);
    }
  }

  /** Reads one file from its beginning to its end. */
  private static final class Reader {
    private final String source;
    private JsonParser parser;
    private final Vocabulary vocabulary;
    private final List<Double> scores = new ArrayList<>();
    private @Nullable MergeTable merges;
    private boolean mergesBeforeVocabulary;
    private ObjectNode model = JsonNodeFactory.instance.objectNode();
    private final ObjectNode rest = JsonNodeFactory.instance.objectNode();
    private long length;
    private int nodes;

    Reader(String source, JsonParser parser) {
      this.source = source;
      this.parser = parser;
      vocabulary = new Vocabulary(source + ": model.vocab");
    }

    Reader again(JsonParser other) {
      parser = other;
      return this;
    }

    Reader readAll() {
      startObject(source);
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (name.equals(MODEL) && value == JsonToken.START_OBJECT) {
          readModel();
        } else {
          rest.set(name, tree());
        }
      }
      return this;
    }

    /** Reads no further than the fields that tell, which stand before the vocabulary. */
    boolean isKnown() {
      startModel();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (name.equals("type") && parser.getValueAsString("").equals("Unigram")) {
          return true;
        }
        if (name.equals("byte_fallback")) {
          return parser.currentToken() == JsonToken.VALUE_TRUE;
        }
        parser.skipChildren();
      }
      return false;
    }

    /** Goes into the model. */
    private void startModel() {
      startObject(source);
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        if (parser.nextToken() == JsonToken.START_OBJECT && name.equals(MODEL)) {
          return;
        }
        parser.skipChildren();
      }
      throw wrong(source, "a model");
    }

    Reader readMergesOnly() {
      startModel();
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (name.equals(MERGES)) {
          readMerges();
        } else {
          parser.skipChildren();
        }
      }
      return this;
    }

    double @Nullable [] scores() {
      return scores.isEmpty() ? null : scores.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private void startObject(String place) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(place, "a JSON object");
      }
    }

    private void readModel() {
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (name.equals(VOCABULARY) && value == JsonToken.START_OBJECT) {
          readIds();
        } else if (name.equals(VOCABULARY) && value == JsonToken.START_ARRAY) {
          readScores();
        } else if (name.equals(MERGES) && value == JsonToken.START_ARRAY) {
          mergesBeforeVocabulary = vocabulary.size() == 0;
          if (mergesBeforeVocabulary) {
            parser.skipChildren();
          } else {
            readMerges();
          }
        } else {
          model.set(name, tree());
        }
      }
    }

    /** The pieces of a byte pair model: an object from pieces to ids. */
    private void readIds() {
      for (String piece = parser.nextName(); piece != null; piece = parser.nextName()) {
        if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
          throw wrong("%s: model.vocab['%s']".formatted(source, Vocabulary.shown(piece)), "an id");
        }
        add(piece, id(parser.getValueAsString()));
      }
    }

    /** Larger numbers than any id count as the smallest that is none. */
    private static int id(String digits) {
      return digits.length() <= 7 ? Integer.parseInt(digits) : SentencePieceModel.MAX_PIECES;
    }

    /** The pieces of a unigram model: an array of pairs of piece and score. */
    private void readScores() {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        String place = "%s: model.vocab[%d]".formatted(source, scores.size());
        if (!parser.isExpectedStartArrayToken() || parser.nextToken() != JsonToken.VALUE_STRING) {
          throw wrong(place, "a pair of piece and score");
        }
        String piece = parser.getString();
        JsonToken score = parser.nextToken();
        if (score == null || !score.isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
          throw wrong(place, "a finite score");
        }
        add(piece, scores.size());
        scores.add(parser.getDoubleValue());
        if (parser.nextToken() != JsonToken.END_ARRAY) {
          throw wrong(place, "a pair of piece and score");
        }
      }
    }

    private void add(String piece, int id) {
      if (piece.isEmpty() || piece.length() > SentencePieceModel.MAX_PIECE_LENGTH) {
        throw new TokenizerException(
            "%s: model.vocab: id %d: expected a piece of 1 to %d characters, found %d"
                .formatted(source, id, SentencePieceModel.MAX_PIECE_LENGTH, piece.length()));
      }
      vocabulary.add(piece, id);
      length += piece.length();
      SentencePieceModel.requireBounded(source + ": model.vocab", vocabulary.size(), length);
    }

    private void readMerges() {
      var rules = new MergeRules.Listed(vocabulary);
      for (int rank = 0; parser.nextToken() != JsonToken.END_ARRAY; rank++) {
        String place = "%s: model.merges[%d]".formatted(source, rank);
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          String merge = parser.getString();
          int blank = merge.indexOf(' ');
          if (blank < 0) {
            throw wrong(place, "two pieces with a blank between them");
          }
          rules.add(place, merge.substring(0, blank), merge.substring(blank + 1));
        } else {
          readPair(place, rules);
        }
      }
      merges = rules.table();
    }

    private void readPair(String place, MergeRules.Listed rules) {
      boolean isPair =
          parser.isExpectedStartArrayToken() && parser.nextToken() == JsonToken.VALUE_STRING;
      String left = isPair ? parser.getString() : "";
      isPair = isPair && parser.nextToken() == JsonToken.VALUE_STRING;
      String right = isPair ? parser.getString() : "";
      if (!isPair || parser.nextToken() != JsonToken.END_ARRAY) {
        throw wrong(place, "two pieces");
      }
      rules.add(place, left, right);
    }

    /** Returns the value that the parser stands at as a tree of bounded size. */
    private JsonNode tree() {
      if (++nodes > MAX_NODES) {
        throw new TokenizerException(
            "%s: expected at most %,d values beside vocabulary and merges, found more"
                .formatted(source, MAX_NODES));
      }
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          object.set(name, tree());
        }
        return object;
      }
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(tree());
        }
        return array;
      }
      return parser.readValueAsTree();
    }

    private TokenizerException wrong(String place, String expected) {
      return new TokenizerException(
          "%s: expected %s, found %s".formatted(place, expected, parser.currentToken()));
    }
  }
}

package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.sentencepiece.TokenizerSettings.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Gives the special and added tokens of a tokenizer their ids, and frames texts with them. */
final class SpecialIds {
  private static final String BOS = "bos_token";
  private static final String EOS = "eos_token";
  private static final String PAD = "pad_token";

  private final TokenizerSettings settings;
  private final Vocabulary vocabulary;
  private final Map<String, AddedToken> added = new LinkedHashMap<>();

  /**
   * Adds tokens that the vocabulary lacks to it: those that the settings or else the file list
   * under their ids, then the special tokens under the next ones.
   *
   * @param inFile the added tokens of a {@code tokenizer.json}
   */
  SpecialIds(TokenizerSettings settings, Vocabulary vocabulary, List<AddedToken> inFile) {
    this.settings = settings;
    this.vocabulary = vocabulary;
    settings.listed().orElse(inFile).forEach(this::addListed);
    settings.special().values().stream()
        .filter(token -> !added.containsKey(token.content()))
        .forEach(
            token -> added.put(token.content(), token.withId(vocabulary.addNext(token.content()))));
  }

  private void addListed(AddedToken token) {
    Integer known = vocabulary.id(token.content());
    if (known == null) {
      vocabulary.add(token.content(), token.id());
    } else if (known != token.id()) {
      throw new TokenizerException(
          "%s: added token '%s': expected its id %d in the vocabulary, found %d"
              .formatted(
                  vocabulary.source(), Vocabulary.shown(token.content()), known, token.id()));
    }
    added.put(token.content(), token);
  }

  /** Returns all tokens that are cut out of a text. */
  List<AddedToken> added() {
    return List.copyOf(added.values());
  }

  /** Returns the frame of a tokenizer that a model file makes. */
  Frame frame(SentencePieceModel.Training training) {
    List<Integer> end =
        training.eosId() >= 0 && training.eosId() < vocabulary.size()
            ? List.of(training.eosId())
            : List.of();
    return frame(
        flagged(BOS, settings.addBos(), List.of()),
        flagged(EOS, settings.addEos(), end),
        training.padId());
  }

  /**
   * Returns the frame of a tokenizer that a {@code tokenizer.json} makes. As in transformers 5, the
   * flags of the settings do not count beside it.
   */
  Frame frame(TokenizerFile file) {
    Template template = Template.of(file);
    return frame(template.before(), template.after(), -1);
  }

  private List<Integer> flagged(String role, Optional<Boolean> flag, List<Integer> unflagged) {
    return flag.isEmpty() ? unflagged : flag.get() ? ids(role) : List.of();
  }

  /** Some classes write the end token and nothing else, whatever the file says. */
  private Frame frame(List<Integer> before, List<Integer> after, int pad) {
    Kind kind = settings.kind();
    boolean isFixed = kind == Kind.SIGLIP || kind == Kind.T5;
    List<Integer> end = isFixed ? ids(EOS) : after;
    return new Frame(
        isFixed ? List.of() : before,
        end,
        kind == Kind.SIGLIP ? Frame.Ending.ONCE : Frame.Ending.ALWAYS,
        padding(pad, end));
  }

  private int padding(int inModel, List<Integer> end) {
    Optional<Integer> named = ids(PAD).stream().findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    if (inModel >= 0 && inModel < vocabulary.size()) {
      return inModel;
    }
    Integer usual = vocabulary.id("<pad>");
    return usual != null ? usual : end.isEmpty() ? 0 : end.getLast();
  }

  private List<Integer> ids(String role) {
    AddedToken token = settings.special().get(role);
    return token == null ? List.of() : List.of(vocabulary.required(token.content(), "for " + role));
  }

  /** The ids that the post-processor of a {@code tokenizer.json} writes around one text. */
  private record Template(List<Integer> before, List<Integer> after) {
    static Template of(TokenizerFile file) {
      JsonNode processor = file.rest().path("post_processor");
      String type = processor.path("type").asString("");
      if (type.isEmpty()) {
        return new Template(List.of(), List.of());
      }
      if (!type.equals("TemplateProcessing")) {
        throw new TokenizerException(
            "%s: post_processor.type: expected TemplateProcessing, found %s"
                .formatted(file.source(), type));
      }
      var before = new ArrayList<Integer>();
      var after = new ArrayList<Integer>();
      List<Integer> current = before;
      for (JsonNode part : processor.path("single")) {
        if (part.has("Sequence")) {
          current = after;
        } else {
          String name = part.path("SpecialToken").path("id").asString("");
          for (JsonNode id : processor.path("special_tokens").path(name).path("ids")) {
            current.add(checked(file, name, id));
          }
        }
      }
      return new Template(List.copyOf(before), List.copyOf(after));
    }

    private static int checked(TokenizerFile file, String name, JsonNode id) {
      int value = id.isIntegralNumber() && id.canConvertToInt() ? id.intValue() : -1;
      if (file.vocabulary().piece(value) == null) {
        throw new TokenizerException(
            "%s: post_processor.special_tokens['%s'].ids: expected ids of the vocabulary, found %s"
                .formatted(file.source(), Vocabulary.shown(name), id));
      }
      return value;
    }
  }
}

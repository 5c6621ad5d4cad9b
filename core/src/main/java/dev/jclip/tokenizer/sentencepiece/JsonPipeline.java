package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.error.TokenizerException;
import dev.jclip.tokenizer.TextCleaning;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Builds the steps that a {@code tokenizer.json} lists before its model. */
final class JsonPipeline {
  /** The one pattern that files of unigram models hold; others might take unbounded time. */
  private static final String BLANKS = " {2,}";

  private static final Pattern BLANKS_PATTERN = Pattern.compile(BLANKS);

  /** More than the steps of any file write in place of something, or before it, all together. */
  private static final int MAX_WRITTEN = 16;

  private final String source;
  private int written;

  /** Creates a builder; {@code source} is the file, for messages. */
  JsonPipeline(String source) {
    this.source = source;
  }

  /** Returns what a normalizer does to a text; none leaves it as it is. */
  UnaryOperator<String> normalizer(JsonNode json) {
    return normalizer("normalizer", json);
  }

  /** Returns how a pre-tokenizer splits a text; none makes it one word. */
  WordSplitter splitter(JsonNode json) {
    return splitter("pre_tokenizer", json);
  }

  /** Returns the character map among the steps of a normalizer, or an empty one. */
  CharacterMap characterMap(JsonNode json) {
    List<JsonNode> steps =
        type(json).equals("Sequence")
            ? json.path("normalizers").valueStream().toList()
            : List.of(json);
    return steps.stream()
        .filter(step -> type(step).equals("Precompiled"))
        .findFirst()
        .map(step -> characterMap("normalizer", step))
        .orElse(CharacterMap.EMPTY);
  }

  private UnaryOperator<String> normalizer(String place, JsonNode json) {
    return switch (type(json)) {
      case "" -> UnaryOperator.identity();
      case "Sequence" -> sequence(place + ".normalizers", json.path("normalizers"));
      case "Precompiled" -> new CharacterMapNormalizer(characterMap(place, json));
      case "Replace" -> replacement(place, json);
      case "Lowercase" -> TextCleaning.LOWER_CASE::clean;
      case "Strip" -> strip(json);
      case "Prepend" -> prepend(bounded(place + ".prepend", json.path("prepend")));
      case "NFC", "NFD", "NFKC", "NFKD" -> {
        var form = Normalizer.Form.valueOf(type(json));
        yield text -> Normalizer.normalize(text, form);
      }
      default -> throw unknown(place, json);
    };
  }

  private UnaryOperator<String> sequence(String place, JsonNode steps) {
    UnaryOperator<String> all = UnaryOperator.identity();
    for (int i = 0; i < steps.size(); i++) {
      UnaryOperator<String> before = all;
      UnaryOperator<String> step = normalizer("%s[%d]".formatted(place, i), steps.path(i));
      all = text -> step.apply(before.apply(text));
    }
    return all;
  }

  private CharacterMap characterMap(String place, JsonNode json) {
    String field = "%s: %s.precompiled_charsmap".formatted(source, place);
    try {
      byte[] form = Base64.getDecoder().decode(json.path("precompiled_charsmap").asString(""));
      return CharacterMap.parse(field, form);
    } catch (IllegalArgumentException e) {
      throw new TokenizerException(field + ": expected Base64, found other characters", e);
    }
  }

  private UnaryOperator<String> replacement(String place, JsonNode json) {
    JsonNode pattern = json.path("pattern");
    String content = bounded(place + ".content", json.path("content"));
    String literal = pattern.path("String").asString("");
    if (!literal.isEmpty()) {
      return text -> text.replace(literal, content);
    }
    if (pattern.path("Regex").asString("").equals(BLANKS)) {
      String quoted = Matcher.quoteReplacement(content);
      return text -> BLANKS_PATTERN.matcher(text).replaceAll(quoted);
    }
    throw unknown(place + ".pattern", pattern);
  }

  /** Returns a text that a step writes; long ones would make texts grow without bound. */
  private String bounded(String place, JsonNode json) {
    String text = json.asString("");
    written += text.length();
    if (written > MAX_WRITTEN) {
      throw unknown(place, json);
    }
    return text;
  }

  private static UnaryOperator<String> strip(JsonNode json) {
    boolean left = json.path("strip_left").asBoolean(false);
    boolean right = json.path("strip_right").asBoolean(false);
    return text -> {
      int start = 0;
      int end = text.length();
      while (left && start < end && Whitespace.is(text.charAt(start))) {
        start++;
      }
      while (right && end > start && Whitespace.is(text.charAt(end - 1))) {
        end--;
      }
      return text.substring(start, end);
    };
  }

  private static UnaryOperator<String> prepend(String prefix) {
    return text -> text.isEmpty() ? text : prefix + text;
  }

  private WordSplitter splitter(String place, JsonNode json) {
    return switch (type(json)) {
      case "" -> WordSplitter::whole;
      case "Sequence" ->
          WordSplitter.sequence(
              json.path("pretokenizers")
                  .valueStream()
                  .map(step -> splitter(place + ".pretokenizers", step))
                  .toList());
      case "WhitespaceSplit" -> WordSplitter::atWhitespace;
      case "Metaspace" -> metaspace(place, json);
      case "Split" -> split(place, json);
      default -> throw unknown(place, json);
    };
  }

  private Metaspace metaspace(String place, JsonNode json) {
    String replacement = json.path("replacement").asString("");
    String scheme = json.path("prepend_scheme").asString("always").toUpperCase(Locale.ROOT);
    boolean known = List.of("ALWAYS", "FIRST", "NEVER").contains(scheme);
    if (replacement.isEmpty() || !Utf8.isOneCharacter(replacement) || !known) {
      throw unknown(place, json);
    }
    boolean prefix = json.path("add_prefix_space").asBoolean(true);
    return new Metaspace(
        replacement,
        prefix ? Metaspace.Prepend.valueOf(scheme) : Metaspace.Prepend.NEVER,
        json.path("split").asBoolean(true));
  }

  private WordSplitter split(String place, JsonNode json) {
    String separator = json.path("pattern").path("String").asString("");
    boolean isKnown =
        !separator.isEmpty()
            && json.path("behavior").asString("").equals("MergedWithPrevious")
            && !json.path("invert").asBoolean(false);
    if (!isKnown) {
      throw unknown(place, json);
    }
    return WordSplitter.after(separator);
  }

  private static String type(JsonNode json) {
    return json.path("type").asString("");
  }

  private TokenizerException unknown(String place, JsonNode found) {
    String shown = found.toString();
    return new TokenizerException(
        "%s: %s: expected a step of a SigLIP tokenizer, found %s; jclip does not know it"
            .formatted(
                source, place, shown.length() <= 160 ? shown : shown.substring(0, 160) + "…"));
  }
}

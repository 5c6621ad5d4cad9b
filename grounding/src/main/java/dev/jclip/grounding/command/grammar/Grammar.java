package dev.jclip.grounding.command.grammar;

import dev.jclip.error.DataException;
import dev.jclip.grounding.command.grammar.Expression.Choice;
import dev.jclip.grounding.command.grammar.Expression.Labelled;
import dev.jclip.grounding.command.grammar.Expression.Literal;
import dev.jclip.grounding.command.grammar.Expression.Reference;
import dev.jclip.grounding.command.grammar.Expression.Repeat;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A language's words and rules, read from a file of JSON (with comments). Its keys:
 *
 * <dl>
 *   <dt>{@code spelling}
 *   <dd>words and what they are read as: other spellings, contractions, marks. An empty text makes
 *       a mark vanish
 *   <dt>{@code words}
 *   <dd>classes of words: of each class basic forms, each with all ways to say it
 *   <dt>{@code nouns}, {@code plurals}, {@code endings}
 *   <dd>nouns, divided by commas; irregular plurals by their singulars; regular expressions from
 *       singulars to plurals and back
 *   <dt>{@code refused}
 *   <dd>words and patterns that are no nouns though no class has them, and whole phrases that mean
 *       something else than their words
 *   <dt>{@code rules}
 *   <dd>by name a list of alternatives, written of words, {@code <rule or class>}, {@code
 *       label:<part>} and {@code label:(parts)}, {@code {label value}} without words, {@code
 *       ~cost}, and {@code ( | ) ? * +}. Of several readings that with the lowest cost is taken.
 *       The rule {@code utterance} is where reading begins. No rule may begin with itself
 *   <dt>{@code exclusive}
 *   <dd>lists of values of which a thing has only one, and labels of which it has only one value
 *   <dt>{@code phrasing}
 *   <dd>patterns by which structures are written in words again
 * </dl>
 *
 * Immutable; safe for many threads at once.
 */
public final class Grammar {
  private static final Pattern WORD =
      Pattern.compile("\\p{L}[\\p{L}\\p{M}]*(?:['’]\\p{L}+)*|\\d+(?:\\.\\d+)?|\\S");
  private static final String START = "utterance";

  private final Content content;
  private final Map<String, Expression> rules = new LinkedHashMap<>();
  private final Vocabulary vocabulary;
  private final Inflection inflection;
  private final WordClass refusedPhrases = new WordClass();

  /** The file's content. */
  record Content(
      Map<String, String> spelling,
      Map<String, Map<String, List<String>>> words,
      List<String> nouns,
      Map<String, String> plurals,
      Endings endings,
      Refused refused,
      Map<String, List<String>> rules,
      Exclusive exclusive,
      Map<String, String> phrasing) {}

  /** Regular endings of nouns. */
  record Endings(List<Inflection.Ending> plural, List<Inflection.Ending> singular) {}

  /** What is not taken for a noun, and phrases that are not taken for what they seem. */
  record Refused(List<String> words, List<String> patterns, List<String> phrases) {}

  /** What contradicts itself. */
  record Exclusive(List<String> labels, List<List<String>> values) {}

  private Grammar(Content content) {
    this.content = content;
    this.inflection =
        new Inflection(content.plurals(), content.endings().plural(), content.endings().singular());
    content
        .rules()
        .forEach(
            (name, alternatives) ->
                rules.put(
                    name,
                    new Choice(
                        alternatives.stream().map(text -> RuleReader.read(name, text)).toList())));
    Map<String, WordClass> classes = classes(content.words());
    this.vocabulary =
        new Vocabulary(
            classes,
            listed(content.nouns()),
            inflection,
            taken(classes),
            content.refused().patterns().stream().map(Pattern::compile).toList());
    content.refused().phrases().forEach(phrase -> refusedPhrases.add(phrase, phrase));
    rules.forEach(
        (name, expression) -> {
          checkNames(name, expression);
          checkBeginnings(name, expression, new HashMap<>());
        });
    if (!rules.containsKey(START)) {
      throw new DataException("the grammar's rules: expected one named " + START + ", found none");
    }
  }

  /** The grammar of English that comes with jclip. */
  public static Grammar english() {
    try (InputStream in =
        Objects.requireNonNull(Grammar.class.getResourceAsStream("english.json"))) {
      return new Grammar(content(in.readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException("the grammar of English cannot be read", e);
    }
  }

  /**
   * Reads the grammar of a language.
   *
   * @throws DataException if the file cannot be read, or is no grammar
   */
  public static Grammar read(Path file) {
    try {
      return new Grammar(content(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + IoReason.of(e), e);
    } catch (JacksonException e) {
      throw new DataException(
          file + ": expected a grammar as JSON, found: " + e.getOriginalMessage(), e);
    }
  }

  private static Content content(byte[] json) {
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .build()
        .readValue(json, Content.class);
  }

  private static Map<String, WordClass> classes(Map<String, Map<String, List<String>>> words) {
    var classes = new HashMap<String, WordClass>();
    words.forEach(
        (name, forms) -> {
          var all = new WordClass();
          forms.forEach((value, phrases) -> phrases.forEach(phrase -> all.add(phrase, value)));
          classes.put(name, all);
        });
    return classes;
  }

  private static List<String> listed(List<String> lines) {
    return lines.stream().flatMap(line -> Stream.of(line.split(", *", -1))).toList();
  }

  private Set<String> taken(Map<String, WordClass> classes) {
    var taken = new HashSet<>(listed(content.refused().words()));
    classes.values().forEach(all -> taken.addAll(all.words()));
    rules.values().forEach(rule -> addLiterals(rule, taken));
    return taken;
  }

  private static void addLiterals(Expression expression, Set<String> words) {
    switch (expression) {
      case Literal literal -> words.add(literal.word());
      default -> parts(expression).forEach(part -> addLiterals(part, words));
    }
  }

  private static List<Expression> parts(Expression expression) {
    return switch (expression) {
      case Labelled labelled -> List.of(labelled.part());
      case Repeat repeat -> List.of(repeat.part());
      case Expression.Sequence sequence -> sequence.parts();
      case Choice choice -> choice.parts();
      default -> List.of();
    };
  }

  private void checkNames(String rule, Expression expression) {
    if (expression instanceof Reference(String name)
        && !rules.containsKey(name)
        && !vocabulary.has(name)) {
      throw new DataException(
          "the grammar's rule "
              + rule
              + ": expected the name of a rule or class, found <"
              + name
              + ">");
    }
    parts(expression).forEach(part -> checkNames(rule, part));
  }

  /** Whether an expression may match nothing, once all that it may begin with was looked at. */
  private boolean checkBeginnings(String rule, Expression expression, Map<String, Boolean> seen) {
    return switch (expression) {
      case Literal literal -> false;
      case Expression.Constant constant -> true;
      case Expression.Cost cost -> true;
      case Labelled labelled -> checkBeginnings(rule, labelled.part(), seen);
      case Repeat repeat -> checkBeginnings(rule, repeat.part(), seen) || repeat.minimum() == 0;
      case Choice choice -> {
        boolean empty = false;
        for (Expression part : choice.parts()) {
          empty |= checkBeginnings(rule, part, seen);
        }
        yield empty;
      }
      case Expression.Sequence sequence -> {
        for (Expression part : sequence.parts()) {
          if (!checkBeginnings(rule, part, seen)) {
            yield false;
          }
        }
        yield true;
      }
      case Reference(String name) -> checkBeginning(rule, name, seen);
    };
  }

  private boolean checkBeginning(String rule, String name, Map<String, Boolean> seen) {
    Expression next = rules.get(name);
    if (next == null) {
      return false;
    }
    if (name.equals(rule)) {
      throw new DataException(
          "the grammar's rule " + rule + ": begins with itself; write it with * or + instead");
    }
    Boolean known = seen.get(name);
    if (known == null) {
      seen.put(name, false);
      known = checkBeginnings(rule, next, seen);
      seen.put(name, known);
    }
    return known;
  }

  Map<String, Expression> rules() {
    return rules;
  }

  Expression rule(String name) {
    return Objects.requireNonNull(rules.get(name));
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** A sentence's words and marks. */
  public List<Token> tokens(String sentence) {
    var tokens = new ArrayList<Token>();
    Matcher matcher = WORD.matcher(sentence);
    while (matcher.find()) {
      String found = matcher.group().toLowerCase(Locale.ROOT).replace('’', '\'');
      for (String word : content.spelling().getOrDefault(found, found).split(" ", -1)) {
        if (!word.isEmpty()) {
          tokens.add(new Token(word, matcher.start(), matcher.end()));
        }
      }
    }
    return List.copyOf(tokens);
  }

  /** All readings of a whole sentence, the plainest first; none if it is outside the grammar. */
  public List<Derivation> readings(List<Token> sentence) {
    return new Chart(this, sentence).readings(START);
  }

  /** The first phrase in a sentence that means something else than its words. */
  public Optional<Slot> refusedPhrase(List<Token> sentence) {
    for (int at = 0; at < sentence.size(); at++) {
      for (WordClass.Found found : refusedPhrases.at(sentence, at)) {
        return Optional.of(Slot.word(found.value(), at, found.end()));
      }
    }
    return Optional.empty();
  }

  /** Whether one thing cannot have both values. */
  public boolean areExclusive(String label, String one, String other) {
    return !one.equals(other)
        && (content.exclusive().labels().contains(label)
            || content.exclusive().values().stream()
                .anyMatch(values -> values.contains(one) && values.contains(other)));
  }

  /**
   * A pattern by which a structure is written in words.
   *
   * @throws DataException if the grammar has none
   */
  public String phrasing(String key) {
    String pattern = content.phrasing().get(key);
    if (pattern == null) {
      throw new DataException("the grammar's phrasing: expected a pattern " + key + ", found none");
    }
    return pattern;
  }

  /** The first way to say something of a class of words; empty if the class does not have it. */
  public Optional<String> word(String name, String value) {
    return Optional.ofNullable(content.words().get(name))
        .flatMap(forms -> Optional.ofNullable(forms.get(value)))
        .map(List::getFirst);
  }

  /** More than one of a noun's things. */
  public String plural(String singular) {
    return inflection.plural(singular);
  }
}

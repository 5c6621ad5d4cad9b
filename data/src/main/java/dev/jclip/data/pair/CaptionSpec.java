package dev.jclip.data.pair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where captions come from: one or more choices, of which one is drawn for each pair.
 *
 * <pre>{@code
 * spec   = choice { "," choice }
 * choice = source [ "=" weight ]         a weight is a positive number, 1 if left out
 * source = NAME                          the text of a sample's member, such as txt
 *        | "json:" FIELD                 a field of the sample's .json; of a list, one element
 *        | "json:" '"' TEMPLATE '"'      a text in which {FIELD} stands for a field
 * }</pre>
 *
 * For example {@code txt=0.7,json:caption=0.3} or {@code json:"a photo of {colour} {type}"}. In
 * tables, records and Parquet {@code txt} is the column of captions, and NAME and FIELD are
 * columns. A choice is drawn with the probability of its weight among all weights; if it is missing
 * or empty in a sample, another one is drawn from the rest. Immutable; safe for many threads.
 */
public final class CaptionSpec {
  /** The member, and the column of captions, that is used when nothing is said. */
  static final String TEXT = "txt";

  private static final Pattern CHOICE =
      Pattern.compile(
          "\\s*(json:\\s*)?(?:\"([^\"]*)\"|([^\\s\",=:]+))\\s*(?:=\\s*([^\\s,]+)\\s*)?");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");

  private final String text;
  private final List<Choice> choices;

  private CaptionSpec(String text, List<Choice> choices) {
    this.text = text;
    this.choices = List.copyOf(choices);
  }

  private record Choice(Source source, double weight) {}

  /** Finds texts in what is written beside an image; none if something is missing. */
  private sealed interface Source {
    List<String> texts(Annotations annotations, RandomGenerator random) throws IOException;
  }

  private record Member(String name) implements Source {
    @Override
    public List<String> texts(Annotations annotations, RandomGenerator random) throws IOException {
      return annotations.text(name);
    }
  }

  private record Field(String name) implements Source {
    @Override
    public List<String> texts(Annotations annotations, RandomGenerator random) throws IOException {
      return annotations.field(name);
    }
  }

  private record Template(String template) implements Source {
    @Override
    public List<String> texts(Annotations annotations, RandomGenerator random) throws IOException {
      var filled = new StringBuilder();
      Matcher placeholders = PLACEHOLDER.matcher(template);
      while (placeholders.find()) {
        List<String> values = annotations.field(placeholders.group(1));
        if (values.isEmpty()) {
          return List.of();
        }
        placeholders.appendReplacement(filled, Matcher.quoteReplacement(one(values, random)));
      }
      return List.of(placeholders.appendTail(filled).toString());
    }

    Set<String> fields() {
      var fields = new LinkedHashSet<String>();
      PLACEHOLDER.matcher(template).results().forEach(match -> fields.add(match.group(1)));
      return fields;
    }
  }

  /** The text of {@code .txt} members, or the column of captions. */
  public static CaptionSpec text() {
    return new CaptionSpec(TEXT, List.of(new Choice(new Member(TEXT), 1)));
  }

  /**
   * Reads a specification.
   *
   * @throws IllegalArgumentException if it does not follow the grammar
   */
  public static CaptionSpec parse(String spec) {
    var choices = new ArrayList<Choice>();
    Matcher matcher = CHOICE.matcher(spec);
    int at = 0;
    while (true) {
      if (!matcher.region(at, spec.length()).lookingAt()) {
        throw malformed(spec, "found \"%s\"".formatted(spec.substring(at)));
      }
      choices.add(new Choice(source(spec, matcher), weight(spec, matcher.group(4))));
      at = matcher.end();
      if (at == spec.length()) {
        return new CaptionSpec(spec, choices);
      }
      if (spec.charAt(at) != ',') {
        throw malformed(spec, "expected a comma before \"%s\"".formatted(spec.substring(at)));
      }
      at++;
    }
  }

  private static Source source(String spec, Matcher choice) {
    boolean json = choice.group(1) != null;
    String template = choice.group(2);
    if (template == null) {
      return json ? new Field(choice.group(3)) : new Member(choice.group(3));
    }
    var source = new Template(template);
    if (!json || source.fields().isEmpty()) {
      throw malformed(spec, "a template is written json:\"...\" and has a {FIELD}");
    }
    return source;
  }

  private static double weight(String spec, @Nullable String weight) {
    try {
      double value = weight == null ? 1 : Double.parseDouble(weight);
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // reported below
    }
    throw malformed(spec, "expected a positive weight, found \"%s\"".formatted(weight));
  }

  private static IllegalArgumentException malformed(String spec, String reason) {
    return new IllegalArgumentException(
        "captions \"%s\": %s; expected for example txt=0.7,json:caption=0.3"
            .formatted(spec, reason));
  }

  /** The members, or columns, that it names. */
  Set<String> members() {
    var names = new LinkedHashSet<String>();
    for (Choice choice : choices) {
      if (choice.source() instanceof Member member) {
        names.add(member.name());
      }
    }
    return names;
  }

  /** The fields of JSON, or columns, that it names. */
  Set<String> fields() {
    var names = new LinkedHashSet<String>();
    for (Choice choice : choices) {
      switch (choice.source()) {
        case Field field -> names.add(field.name());
        case Template template -> names.addAll(template.fields());
        case Member _ -> {}
      }
    }
    return names;
  }

  /**
   * Draws a caption.
   *
   * @throws IOException if no choice has a text; the message says what was found
   */
  String draw(Annotations annotations, RandomGenerator random) throws IOException {
    var left = new ArrayList<>(choices);
    IOException unreadable = null;
    while (!left.isEmpty()) {
      try {
        List<String> texts = left.remove(pick(left, random)).source().texts(annotations, random);
        if (!texts.isEmpty()) {
          return one(texts, random);
        }
      } catch (IOException e) {
        unreadable = e;
      }
    }
    if (unreadable != null) {
      throw unreadable;
    }
    throw new IOException(
        "has no caption: expected %s, found %s".formatted(text, annotations.found()));
  }

  private static int pick(List<Choice> choices, RandomGenerator random) {
    double sum = choices.stream().mapToDouble(Choice::weight).sum();
    double rest = random.nextDouble() * sum;
    for (int i = 0; i < choices.size() - 1; i++) {
      rest -= choices.get(i).weight();
      if (rest < 0) {
        return i;
      }
    }
    return choices.size() - 1;
  }

  private static String one(List<String> texts, RandomGenerator random) {
    return texts.size() == 1 ? texts.getFirst() : texts.get(random.nextInt(texts.size()));
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.jclip.moderation.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads policies. A policy is a YAML file whose form {@code policy.schema.json} describes; it may
 * take over another policy with {@code extends} and change parts of it.
 */
public final class PolicyReader {
  /** The name of the policy that comes with jclip. */
  public static final String DEFAULT = "default";

  private static final int VERSION = 1;
  private static final int MAX_SENTENCES = 10_000;

  private static final Set<String> POLICY_KEYS =
      Set.of("version", "name", "extends", "remove", "on_failure", "categories");
  private static final Set<String> CATEGORY_KEYS =
      Set.of("severity", "action", "threshold", "concepts", "heads");
  private static final Set<String> CONCEPT_KEYS =
      Set.of("sentence", "sentences", "counter", "exceptions", "examples", "counter_examples");
  private static final Set<String> HEAD_KEYS = Set.of("kind", "file", "above", "below");

  private PolicyReader() {}

  /**
   * Reads a policy.
   *
   * @param policy a file, or {@link #DEFAULT} for the policy that comes with jclip
   * @throws PolicyException if it cannot be used; the message names the file, line and column
   */
  public static Policy read(String policy) {
    if (policy.equals(DEFAULT)) {
      return bundled();
    }
    try {
      return read(Path.of(policy));
    } catch (InvalidPathException e) {
      throw new PolicyException(
          "'%s':1:1: expected the name of a file, or %s".formatted(policy, DEFAULT), e);
    }
  }

  /** Reads a policy's file, as {@link #read(String)} does. */
  public static Policy read(Path file) {
    return finished(file.toString(), read(file, new ArrayList<>()));
  }

  /** The policy that comes with jclip. */
  public static Policy bundled() {
    return finished(DEFAULT, bundledDraft());
  }

  /** What files have said so far; a policy that extends this one may still change it. */
  private static final class Draft {
    private Optional<String> name = Optional.empty();
    private Action onFailure = Action.FLAG;
    private final Map<String, Category> categories = new LinkedHashMap<>();
  }

  private static Policy finished(String source, Draft draft) {
    if (draft.categories.isEmpty()) {
      throw new PolicyException(source + ":1:1: the policy: expected categories, found none left");
    }
    int sentences =
        draft.categories.values().stream()
            .flatMap(category -> category.concepts().stream())
            .mapToInt(c -> c.sentences().size() + c.counters().size() + c.exceptions().size())
            .sum();
    if (sentences > MAX_SENTENCES) {
      throw new PolicyException(
          "%s:1:1: the policy: expected %d sentences or fewer, found %d"
              .formatted(source, MAX_SENTENCES, sentences));
    }
    return new Policy(
        draft.name.orElse(source), draft.onFailure, List.copyOf(draft.categories.values()));
  }

  private static Draft read(Path file, List<Path> extending) {
    Path real = real(file);
    YamlSource source = YamlSource.read(file);
    extending.add(real);
    return draft(source, Optional.of(file), extending);
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException _) {
      return file.toAbsolutePath().normalize(); // reading it says what is wrong
    }
  }

  private static Draft bundledDraft() {
    String resource = "default-policy.yaml";
    try (InputStream in =
        Objects.requireNonNull(PolicyReader.class.getResourceAsStream(resource), resource)) {
      return draft(YamlSource.of(resource, in.readAllBytes()), Optional.empty(), new ArrayList<>());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Draft draft(YamlSource source, Optional<Path> file, List<Path> extending) {
    YamlMapping policy = source.mapping().allowing(POLICY_KEYS);
    requireVersion(policy);
    Draft draft =
        policy
            .text("extends")
            .map(base -> extended(policy, base, file, extending))
            .orElseGet(Draft::new);
    draft.name = policy.text("name").or(() -> draft.name);
    draft.onFailure = policy.constant("on_failure", Action.class).orElse(draft.onFailure);
    for (String removed : policy.texts("remove")) {
      if (draft.categories.remove(removed) == null) {
        throw policy.error(
            "remove",
            "expected a category of the extended policy, found '%s'; it has %s"
                .formatted(removed, names(draft)));
      }
    }
    Optional<YamlMapping> categories = policy.mapping("categories", "categories");
    if (categories.isEmpty() && !policy.has("extends")) {
      throw policy.error("expected the key 'categories', found " + names(policy));
    }
    categories.ifPresent(found -> addCategories(found, draft, file));
    return draft;
  }

  private static void requireVersion(YamlMapping policy) {
    double version =
        policy
            .number("version")
            .orElseThrow(
                () -> policy.error("expected the key 'version: 1', found " + names(policy)));
    if (version != VERSION) {
      throw policy.error("version", "expected 1, found %s".formatted(plain(version)));
    }
  }

  private static Draft extended(
      YamlMapping policy, String base, Optional<Path> file, List<Path> extending) {
    if (base.equals(DEFAULT)) {
      return bundledDraft();
    }
    Path other = beside(policy, "extends", base, file);
    if (extending.contains(real(other))) {
      throw policy.error(
          "extends", "expected another policy, found '%s', which extends this one".formatted(base));
    }
    if (!Files.isRegularFile(other)) {
      throw policy.error("extends", "%s: no such file".formatted(other));
    }
    return read(other, extending);
  }

  /** A file that is named relative to the policy. */
  private static Path beside(YamlMapping at, String key, String name, Optional<Path> policy) {
    try {
      return resolved(name, policy);
    } catch (InvalidPathException e) {
      throw at.error(key, "expected the name of a file, found '%s'".formatted(name));
    }
  }

  private static void addCategories(YamlMapping found, Draft draft, Optional<Path> file) {
    if (found.keys().isEmpty()) {
      throw found.error("expected one or more, found none");
    }
    for (String name : found.keys()) {
      if (name.isBlank()) {
        throw found.error(name, "expected a name, found a blank one");
      }
      YamlMapping category =
          found.mapping(name, "category " + name).orElseThrow().allowing(CATEGORY_KEYS);
      draft.categories.put(
          name, category(name, category, Optional.ofNullable(draft.categories.get(name)), file));
    }
  }

  private static Category category(
      String name, YamlMapping found, Optional<Category> base, Optional<Path> file) {
    List<Concept> concepts =
        found.mappings("concepts", "concept").stream()
            .map(concept -> concept(concept, file))
            .toList();
    List<HeadReference> heads =
        found.mappings("heads", "head").stream().map(head -> head(head, file)).toList();
    if (!found.has("concepts")) {
      concepts = base.map(Category::concepts).orElse(List.of());
    }
    if (!found.has("heads")) {
      heads = base.map(Category::heads).orElse(List.of());
    }
    if (concepts.isEmpty() && heads.isEmpty()) {
      throw found.error("expected 'concepts' or 'heads', found " + names(found));
    }
    double threshold =
        found.number("threshold").or(() -> base.map(Category::threshold)).orElse(0.5);
    if (!(threshold > 0 && threshold < 1)) {
      throw found.error(
          "threshold",
          "expected a probability above 0 and below 1, found %s".formatted(plain(threshold)));
    }
    return new Category(
        name,
        found
            .constant("severity", Severity.class)
            .or(() -> base.map(Category::severity))
            .orElse(Severity.MEDIUM),
        found
            .constant("action", Action.class)
            .or(() -> base.map(Category::action))
            .orElse(Action.FLAG),
        threshold,
        concepts,
        heads);
  }

  private static Concept concept(YamlMapping found, Optional<Path> file) {
    found.allowing(CONCEPT_KEYS);
    if (found.has("sentence") == found.has("sentences")) {
      throw found.error(
          "expected either 'sentence' or 'sentences', found "
              + (found.has("sentence") ? "both" : names(found)));
    }
    List<String> sentences =
        found.text("sentence").map(List::of).orElseGet(() -> found.texts("sentences"));
    List<String> counters = found.texts("counter");
    List<String> exceptions = found.texts("exceptions");
    refuseShared(found, "counter", counters, sentences);
    refuseShared(found, "exceptions", exceptions, sentences);
    if (found.has("examples") != found.has("counter_examples")) {
      throw found.error(
          "expected 'examples' and 'counter_examples' together, found " + names(found));
    }
    List<Path> examples = found.files("examples", name -> resolved(name, file));
    List<Path> counterExamples = found.files("counter_examples", name -> resolved(name, file));
    refuseShared(found, "counter_examples", texts(counterExamples), texts(examples));
    return new Concept(sentences, counters, exceptions, examples, counterExamples);
  }

  private static List<String> texts(List<Path> files) {
    return files.stream().map(Path::toString).toList();
  }

  private static Path resolved(String name, Optional<Path> policy) {
    return policy.map(file -> file.resolveSibling(name)).orElseGet(() -> Path.of(name));
  }

  private static void refuseShared(
      YamlMapping concept, String key, List<String> texts, List<String> sentences) {
    texts.stream()
        .filter(sentences::contains)
        .findFirst()
        .ifPresent(
            shared -> {
              throw concept.error(
                  key,
                  "expected others than the concept's own, found \"%s\" in both".formatted(shared));
            });
  }

  private static HeadReference head(YamlMapping found, Optional<Path> policy) {
    found.allowing(HEAD_KEYS);
    HeadReference.Kind kind =
        found
            .constant("kind", HeadReference.Kind.class)
            .orElseThrow(() -> found.error("expected the key 'kind', found " + names(found)));
    String name =
        found
            .text("file")
            .orElseThrow(() -> found.error("expected the key 'file', found " + names(found)));
    Path file = beside(found, "file", name, policy);
    if (!Files.isRegularFile(file)) {
      throw found.error("file", "%s: no such file".formatted(file));
    }
    return new HeadReference(kind, file, bound(found, kind));
  }

  private static Optional<HeadReference.Bound> bound(YamlMapping head, HeadReference.Kind kind) {
    Optional<HeadReference.Bound> bound =
        head.number("above")
            .map(limit -> new HeadReference.Bound(false, limit))
            .or(() -> head.number("below").map(limit -> new HeadReference.Bound(true, limit)));
    boolean both = head.has("above") && head.has("below");
    if (both || bound.isPresent() != (kind == HeadReference.Kind.AESTHETIC)) {
      throw head.error(
          kind == HeadReference.Kind.AESTHETIC
              ? "expected either 'above' or 'below' with a rating, found "
                  + (both ? "both" : names(head))
              : "expected neither 'above' nor 'below', since its scores are probabilities or have thresholds of their own");
    }
    return bound;
  }

  private static String names(YamlMapping mapping) {
    return mapping.keys().isEmpty() ? "no key" : "the keys " + String.join(", ", mapping.keys());
  }

  private static String names(Draft draft) {
    return draft.categories.isEmpty() ? "none" : String.join(", ", draft.categories.keySet());
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}

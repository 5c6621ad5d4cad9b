package dev.jclip.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.moderation.policy.MalformedPolicies.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  static final String SMALLEST =
      """
      version: 1
      categories:
        footwear: {action: flag, threshold: 0.5, concepts: [{sentence: "a photo of shoes", counter: ["a photo of a shirt", "a photo of a watch"]}]}
      """;

  @TempDir Path folder;

  private Policy read(String text) throws IOException {
    return PolicyReader.read(Files.writeString(folder.resolve("policy.yaml"), text));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void readsTheSmallestPolicy() throws IOException {
    Policy policy = read(SMALLEST);

    assertThat(policy.name()).isEqualTo(folder.resolve("policy.yaml").toString());
    assertThat(policy.onFailure()).isEqualTo(Action.FLAG);
    assertThat(policy.categories())
        .containsExactly(
            new Category(
                "footwear",
                Severity.MEDIUM,
                Action.FLAG,
                0.5,
                List.of(
                    new Concept(
                        List.of("a photo of shoes"),
                        List.of("a photo of a shirt", "a photo of a watch"),
                        List.of())),
                List.of()));
  }

  @Test
  void readsEveryKey() throws IOException {
    write("head.pth", "");
    Policy policy =
        read(
            """
            version: 1
            name: ours
            on_failure: block
            categories:
              a/b:
                severity: critical
                action: blur
                threshold: 0.25
                concepts:
                  - sentences: [x, no]
                    exceptions: [" z "]
                heads:
                  - {kind: nsfw, file: head.pth}
                  - {kind: aesthetic, file: head.pth, below: 4}
                  - {kind: safety-checker, file: head.pth}
            """);

    Path head = folder.resolve("head.pth");
    assertThat(policy)
        .isEqualTo(
            new Policy(
                "ours",
                Action.BLOCK,
                List.of(
                    new Category(
                        "a/b",
                        Severity.CRITICAL,
                        Action.BLUR,
                        0.25,
                        List.of(new Concept(List.of("x", "no"), List.of(), List.of("z"))),
                        List.of(
                            new HeadReference(HeadReference.Kind.NSFW, head, Optional.empty()),
                            new HeadReference(
                                HeadReference.Kind.AESTHETIC,
                                head,
                                Optional.of(new HeadReference.Bound(true, 4))),
                            new HeadReference(
                                HeadReference.Kind.SAFETY_CHECKER, head, Optional.empty()))))));
  }

  @Test
  void readsAFileWithAByteOrderMarkAndWindowsLineEnds() throws IOException {
    assertThat(read("\ufeff" + SMALLEST.replace("\n", "\r\n")).categories())
        .isEqualTo(read(SMALLEST).categories());
  }

  @Test
  void takesOverAnotherPolicyAndChangesParts() throws IOException {
    write(
        "base.yaml",
        """
        version: 1
        name: base
        on_failure: block
        categories:
          a: {severity: high, action: block, threshold: 0.7, concepts: [{sentence: x}]}
          b: {concepts: [{sentence: y}]}
          c: {concepts: [{sentence: z}]}
        """);
    Policy policy =
        read(
            """
            version: 1
            extends: base.yaml
            remove: [b]
            categories:
              a: {action: flag}
              c: {concepts: [{sentence: w}]}
              d: {concepts: [{sentence: v}]}
            """);

    Concept x = new Concept(List.of("x"), List.of(), List.of());
    assertThat(policy.name()).isEqualTo("base");
    assertThat(policy.onFailure()).isEqualTo(Action.BLOCK);
    assertThat(policy.categories()).extracting(Category::name).containsExactly("a", "c", "d");
    assertThat(policy.categories().getFirst())
        .isEqualTo(new Category("a", Severity.HIGH, Action.FLAG, 0.7, List.of(x), List.of()));
    assertThat(policy.categories().get(1).concepts().getFirst().sentences()).containsExactly("w");
  }

  @Test
  void takesOverAPolicyThatTakesOverAnother() throws IOException {
    write("first.yaml", "version: 1\ncategories: {a: {concepts: [{sentence: x}]}}\n");
    write("second.yaml", "version: 1\nextends: first.yaml\ncategories: {a: {threshold: 0.9}}\n");

    Policy policy = read("version: 1\nextends: second.yaml\nname: third\n");

    assertThat(policy.name()).isEqualTo("third");
    assertThat(policy.categories().getFirst().threshold()).isEqualTo(0.9);
  }

  @Test
  void takesOverTheDefaultPolicy() throws IOException {
    Policy bundled = PolicyReader.read(PolicyReader.DEFAULT);
    Policy policy =
        read(
            "version: 1\nextends: default\nremove: [spam]\ncategories: {tobacco: {action: blur}}\n");

    assertThat(policy.categories())
        .extracting(Category::name)
        .containsExactlyElementsOf(
            bundled.categories().stream()
                .map(Category::name)
                .filter(n -> !n.equals("spam"))
                .toList());
    assertThat(policy.categories())
        .filteredOn(category -> category.name().equals("tobacco"))
        .allMatch(category -> category.action() == Action.BLUR && !category.concepts().isEmpty());
  }

  @Test
  void theDefaultPolicySpeaksOfTheUsualCategories() {
    assertThat(PolicyReader.bundled().name()).isEqualTo("default");
    assertThat(PolicyReader.bundled().categories())
        .extracting(Category::name)
        .contains(
            "sexual",
            "sexual/minors",
            "violence",
            "violence/threat",
            "violence/gore",
            "weapons",
            "drugs",
            "tobacco",
            "alcohol",
            "hate",
            "self-harm",
            "crime",
            "spam");
    assertThat(PolicyReader.bundled().categories())
        .allSatisfy(
            category ->
                assertThat(category.concepts()).noneMatch(concept -> concept.counters().isEmpty()));
  }

  @Test
  void examplesLieBesideThePolicyAndAreKnownByTheirContent() throws IOException {
    Files.writeString(folder.resolve("a.jpg"), "a");
    Files.writeString(folder.resolve("b.jpg"), "b");
    String text =
        SMALLEST.replace("sentence: ", "examples: [a.jpg], counter_examples: [b.jpg], sentence: ");
    Policy policy = read(text);
    Concept concept = policy.categories().getFirst().concepts().getFirst();

    assertThat(concept.examples()).containsExactly(folder.resolve("a.jpg"));
    assertThat(concept.counterExamples()).containsExactly(folder.resolve("b.jpg"));
    String fingerprint = policy.fingerprint();
    assertThat(fingerprint).isNotEqualTo(read(SMALLEST).fingerprint());
    Files.writeString(folder.resolve("b.jpg"), "c");
    assertThat(read(text).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void whatBelongsToAPolicyLiesBesideIt() {
    assertThat(Policy.beside(Path.of("a", "p.yaml"), ".x.json"))
        .isEqualTo(Path.of("a", "p.x.json"));
    assertThat(Policy.beside(Path.of("p"), ".x.json")).isEqualTo(Path.of("p.x.json"));
    assertThat(Policy.beside(Path.of(".p"), ".x.json")).isEqualTo(Path.of(".p.x.json"));
  }

  @Test
  void theFingerprintIsThatOfWhatThePolicySays() throws IOException {
    String fingerprint = read(SMALLEST).fingerprint();

    assertThat(read("# a comment\nname: other\n" + SMALLEST).fingerprint()).isEqualTo(fingerprint);
    assertThat(read(SMALLEST.replace("threshold: 0.5, ", "")).fingerprint()).isEqualTo(fingerprint);
    for (String change : List.of("shoes", "a watch", "flag", "0.5", "footwear")) {
      String other = change.equals("flag") ? "blur" : change.equals("0.5") ? "0.6" : "other things";
      assertThat(read(SMALLEST.replace(change, other)).fingerprint()).isNotEqualTo(fingerprint);
    }
  }

  @Test
  void theFingerprintIsThatOfAHeadsContentAndNotOfItsName() throws IOException {
    Files.writeString(folder.resolve("a.bin"), "one");
    Files.writeString(folder.resolve("b.bin"), "one");
    String text = "version: 1\ncategories:\n  x: {heads: [{kind: nsfw, file: a.bin}]}\n";
    String fingerprint = read(text).fingerprint();

    assertThat(read(text.replace("a.bin", "b.bin")).fingerprint()).isEqualTo(fingerprint);
    Files.writeString(folder.resolve("a-columns.json"), "[]");
    assertThat(read(text).fingerprint()).isNotEqualTo(fingerprint);
    Files.writeString(folder.resolve("b.bin"), "two");
    assertThat(read(text.replace("a.bin", "b.bin")).fingerprint()).isNotEqualTo(fingerprint);
  }

  @ParameterizedTest
  @MethodSource("dev.jclip.moderation.policy.MalformedPolicies#all")
  void refusesAMalformedPolicyWithItsPlace(Malformed malformed) throws IOException {
    Path file = malformed.write(folder);

    assertThatThrownBy(() -> PolicyReader.read(file))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith(
            "%s:%s: ".formatted(file.resolveSibling(malformed.file()), malformed.place()))
        .hasMessageContainingAll(malformed.words().toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody.yaml"})
  void refusesWhatIsNoFile(String name) {
    Path file = folder.resolve(name);

    assertThatThrownBy(() -> PolicyReader.read(file.toString()))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith(file + ":1:1: cannot be read: ");
  }

  @Test
  void refusesWhatCannotBeAFileName() {
    assertThatThrownBy(() -> PolicyReader.read("a\0b"))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("expected the name of a file");
  }
}

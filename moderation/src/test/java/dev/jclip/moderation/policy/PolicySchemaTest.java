package dev.jclip.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jclip.moderation.policy.MalformedPolicies.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What editors say of a policy by its schema, and what the reader says of it. */
class PolicySchemaTest {
  private static final JsonNode TREE = JsonMapper.shared().readTree(resource("policy.schema.json"));
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TREE);

  @TempDir Path folder;

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(PolicyReader.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static List<Error> validate(String yaml) {
    Object policy = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(JsonMapper.shared().<JsonNode>valueToTree(policy));
  }

  @Test
  void acceptsTheDefaultPolicy() {
    assertThat(validate(resource("default-policy.yaml"))).isEmpty();
  }

  @Test
  void acceptsTheSmallestPolicy() {
    assertThat(validate(PolicyReaderTest.SMALLEST)).isEmpty();
  }

  @Test
  void acceptsEveryKey() {
    assertThat(
            validate(
                """
                version: 1
                name: ours
                extends: default
                remove: [spam]
                on_failure: blur
                categories:
                  a/b:
                    severity: critical
                    action: allow
                    threshold: 0.01
                    concepts:
                      - {sentences: [x, y], counter: [z], exceptions: [w]}
                      - {sentence: x, examples: [a.jpg], counter_examples: [b.jpg, c.jpg]}
                    heads:
                      - {kind: aesthetic, file: a.pth, below: 4}
                      - {kind: safety-checker, file: b.safetensors}
                """))
        .isEmpty();
    assertThat(validate("version: 1\nextends: default\n")).isEmpty();
  }

  static Stream<Malformed> seen() {
    return MalformedPolicies.all().stream().filter(Malformed::seenBySchema);
  }

  @ParameterizedTest
  @MethodSource("seen")
  void refusesWhatTheReaderRefuses(Malformed malformed) {
    assertThat(validate(malformed.text())).isNotEmpty();
  }

  /** The reader lists the keys that it knows when it finds another one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/properties               | {x: 1}",
        "/$defs/category/properties | {version: 1, categories: {a: {x: 1}}}",
        "/$defs/concept/properties | {version: 1, categories: {a: {concepts: [{x: 1}]}}}",
        "/$defs/head/properties    | {version: 1, categories: {a: {heads: [{x: 1}]}}}"
      })
  void hasTheKeysOfTheReader(String pointer, String policy) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    var keys = new ArrayList<String>();
    TREE.at(pointer).propertyNames().forEach(keys::add);

    assertThat(keys).isNotEmpty();
    assertThatThrownBy(() -> PolicyReader.read(file))
        .hasMessageContaining("the keys are ")
        .satisfies(error -> assertThat(listed(error)).containsExactlyInAnyOrderElementsOf(keys));
  }

  private static List<String> listed(Throwable error) {
    String message = String.valueOf(error.getMessage());
    String before = "the keys are ";
    return List.of(message.substring(message.indexOf(before) + before.length()).split(", ", -1));
  }

  @Test
  void hasTheConstantsOfTheReader() {
    assertThat(constants("/$defs/action/enum")).isEqualTo(names(Action.values()));
    assertThat(constants("/$defs/category/properties/severity/enum"))
        .isEqualTo(names(Severity.values()));
    assertThat(constants("/$defs/head/properties/kind/enum"))
        .isEqualTo(names(HeadReference.Kind.values()));
  }

  private static List<String> constants(String pointer) {
    var constants = new ArrayList<String>();
    TREE.at(pointer).forEach(constant -> constants.add(constant.asString()));
    return constants;
  }

  private static List<String> names(Enum<?>[] constants) {
    return Stream.of(constants)
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }
}

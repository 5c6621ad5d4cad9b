package dev.jclip.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.json.Json;
import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private static final JsonFields NESTED =
      Json.of(
          "{'a': {'n': 1, 'big': 3000000000, 'x': 1.5, 's': 'word', 'b': true, 'none': null,"
              + "'l': [1, 2], 'm': [1, 'two'], 'huge': 1e999, 'wide': [1e300]}}");

  record Complaint(Consumer<JsonFields> call, String field, String expected, String found) {
    @Override
    public String toString() {
      return field + " as " + expected;
    }
  }

  static final List<Complaint> COMPLAINTS =
      List.of(
          new Complaint(f -> f.intOr("s", 0), "s", "a whole number", "\"word\""),
          new Complaint(f -> f.intOr("x", 0), "x", "a whole number", "1.5"),
          new Complaint(f -> f.intOr("big", 0), "big", "a whole number", "3000000000"),
          new Complaint(f -> f.doubleOr("s", 0), "s", "a number", "\"word\""),
          new Complaint(f -> f.doubleOr("huge", 0), "huge", "a number", "\"Infinity\""),
          new Complaint(f -> f.booleanOr("n", false), "n", "true or false", "1"),
          new Complaint(f -> f.stringOr("n", ""), "n", "a string", "1"),
          new Complaint(f -> f.object("n"), "n", "an object", "1"),
          new Complaint(f -> f.intList("m"), "m", "a list of whole numbers", "[1,\"two\"]"),
          new Complaint(
              f -> f.floatListOr("m", List.of()), "m", "a list of numbers", "[1,\"two\"]"),
          new Complaint(f -> f.floatListOr("n", List.of()), "n", "a list of numbers", "1"),
          new Complaint(
              f -> f.floatListOr("wide", List.of()), "wide", "a list of numbers", "[1.0E300]"));

  @ParameterizedTest
  @FieldSource("COMPLAINTS")
  void saysFilePathExpectedAndFound(Complaint complaint) {
    JsonFields a = NESTED.object("a").orElseThrow();
    assertThatThrownBy(() -> complaint.call().accept(a))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(
            Json.FILE + ": a." + complaint.field(), "expected " + complaint.expected())
        .message()
        .containsIgnoringCase("found " + complaint.found());
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> NESTED.object("a").orElseThrow().requiredInt("none"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(Json.FILE + ": a.none: expected a whole number, but the field is absent");
  }

  @Test
  void absentAndNullHaveTheDefault() {
    JsonFields a = NESTED.object("a").orElseThrow();
    for (String name : List.of("none", "absent")) {
      assertThat(a.has(name)).isFalse();
      assertThat(a.intOr(name, 7)).isEqualTo(7);
      assertThat(a.doubleOr(name, 0.5)).isEqualTo(0.5);
      assertThat(a.booleanOr(name, true)).isTrue();
      assertThat(a.stringOr(name, "x")).isEqualTo("x");
      assertThat(a.intList(name)).isEmpty();
      assertThat(a.floatListOr(name, List.of(1f))).containsExactly(1f);
      assertThat(a.object(name)).isEmpty();
    }
    assertThat(a.names()).doesNotContain("none").contains("n", "big");
  }

  /** Numbers that Jackson itself refuses to hand out as a double, a float or an int. */
  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "1e400", "9"})
  void hugeNumbersAreRefusedNotThrownAt(String digits) {
    String number = digits.equals("9") ? "9".repeat(400) : digits;
    JsonFields fields = Json.of("{'n': %s, 'l': [%s]}".formatted(number, number));
    Stream.<Runnable>of(
            () -> fields.doubleOr("n", 0),
            () -> fields.intOr("n", 0),
            () -> fields.intList("l"),
            () -> fields.floatListOr("l", List.of()))
        .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(CheckpointException.class));
  }

  @Test
  void longValuesAreShortenedInMessages() {
    JsonFields fields = Json.of("{'n': '%s'}".formatted("x".repeat(5000)));
    assertThatThrownBy(() -> fields.intOr("n", 0))
        .message()
        .satisfies(message -> assertThat(message).hasSizeLessThan(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "[]", "1", "null", "\"x\"", "{", "{'a' 1}", "\u0000", "{\"a\":"})
  void onlyAnObjectIsRead(String text) {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> JsonFields.parse(json, Json.FILE))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(Json.FILE + ": expected");
  }

  @Test
  void deepNestingIsRefused() {
    byte[] json = ("{\"a\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> JsonFields.parse(json, Json.FILE))
        .isInstanceOf(CheckpointException.class);
  }

  @Test
  void hugeAndAbsentFilesAreRefused(@TempDir Path folder) throws IOException {
    Path huge = Files.writeString(folder.resolve("huge.json"), " ".repeat((4 << 20) + 1));
    for (Path file : List.of(huge, folder.resolve("absent.json"), folder)) {
      assertThatThrownBy(() -> JsonFields.read(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void refusesWhatIsSwitchedOn() {
    JsonFields fields = Json.written(Map.of("on", true, "off", false, "word", "x"));
    fields.refuse("off", "reason");
    fields.refuse("absent", "reason");
    for (String name : List.of("on", "word")) {
      assertThatThrownBy(() -> fields.refuse(name, "the reason"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContainingAll(Json.FILE, name, "the reason");
    }
  }
}

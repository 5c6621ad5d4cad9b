package dev.jclip.cli.command.ground;

import dev.jclip.detect.Box;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what a person said.
 *
 * @param decision {@code object}, {@code question}, {@code not_visible}, or {@code none} where no
 *     object is needed
 * @param main the object, or nothing
 * @param probability of the decision
 * @param question what the person is asked
 * @param more further members of the line of JSON
 * @param marks what is drawn into the image
 * @param rows the same for people; the first one is the question or the reply where there is one
 */
record TurnReport(
    String decision,
    @Nullable ShownObject main,
    @Nullable Double probability,
    @Nullable String question,
    Map<String, Object> more,
    List<Mark> marks,
    List<String> rows) {
  /**
   * A box in an image.
   *
   * @param name what stands beside it
   */
  record Mark(Role role, Box box, String name) {}

  /** What a box is to the answer. */
  enum Role {
    OBJECT,
    DESTINATION,
    CANDIDATE,
    NEAREST
  }

  /** The members of a line of JSON; those of the first five that there is nothing for are null. */
  Map<String, @Nullable Object> fields() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("decision", decision);
    fields.put("label", main == null ? null : main.label());
    fields.put("box", main == null ? null : main.corners());
    fields.put("probability", probability);
    fields.put("question", question);
    fields.putAll(more);
    return fields;
  }
}

package dev.jclip.cli.command.ground;

import dev.jclip.detect.Box;
import dev.jclip.grounding.reply.Replies;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An object as answers have it.
 *
 * @param box the part of it that is within the image
 */
record ShownObject(Candidate candidate, Box box, Replies replies) {
  String label() {
    return candidate.object().noun();
  }

  /** Left, top, right and bottom, in pixels. */
  List<Double> corners() {
    return List.of(box.left(), box.top(), box.right(), box.bottom());
  }

  /** The parts of the description with how well each fits. */
  List<Map<String, Object>> reasons() {
    return candidate.reasons().stream().map(this::reason).toList();
  }

  private Map<String, Object> reason(Reason reason) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("part", replies.part(reason.part()));
    fields.put("probability", reason.probability());
    return fields;
  }

  /** The members of an object of JSON. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("label", label());
    fields.put("box", corners());
    fields.put("probability", candidate.probability());
    fields.put("fit", candidate.fit());
    fields.put("reasons", reasons());
    return fields;
  }

  /** For people. */
  String row(String name) {
    return String.format(
        Locale.ROOT,
        "%s  %.2f  (%.0f, %.0f, %.0f, %.0f)  %s",
        name,
        candidate.probability(),
        box.left(),
        box.top(),
        box.right(),
        box.bottom(),
        replies.reasons(candidate));
  }
}

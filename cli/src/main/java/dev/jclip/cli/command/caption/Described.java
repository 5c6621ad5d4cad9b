package dev.jclip.cli.command.caption;

import dev.jclip.captioning.alttext.AltText;
import dev.jclip.captioning.alttext.AltTextStyle;
import dev.jclip.captioning.claim.CheckedCaption;
import dev.jclip.captioning.claim.CheckedClaim;
import dev.jclip.captioning.wording.Quotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A caption that was compared with its image.
 *
 * @param checked the caption with its claims
 * @param instead the caption that the model gave, if one of its words was exchanged
 * @param others further captions whose claims the image supports, the best first
 * @param lines of text that stand in the image, word for word
 */
record Described(
    CheckedCaption checked, Optional<String> instead, List<String> others, List<String> lines) {
  /** Copies the lists. */
  Described {
    others = List.copyOf(others);
    lines = List.copyOf(lines);
  }

  /** Of an image in which no text was read. */
  Described(CheckedCaption checked, Optional<String> instead, List<String> others) {
    this(checked, instead, others, List.of());
  }

  /** Without others. */
  static Described alone(CheckedCaption checked, Optional<String> instead) {
    return new Described(checked, instead, List.of());
  }

  /** With text that was read in the image. */
  Described withLines(List<String> read) {
    return new Described(checked, instead, others, read);
  }

  /** The caption as an alternative text, which quotes what stands in the image if there is room. */
  String alternative() {
    String words = AltTextStyle.of(checked.text());
    String quoting = quoting(words);
    return quoting.length() <= AltText.LONGEST ? quoting : words;
  }

  /** Words, and behind them what stands in the image. */
  String quoting(String words) {
    return lines.isEmpty() ? words : words + " " + Quotation.of(lines);
  }

  /** The caption and the others: all that is said of the image. */
  List<String> captions() {
    var captions = new ArrayList<String>();
    captions.add(checked.text());
    captions.addAll(others);
    return captions;
  }

  /** Why a person should look at it; empty if the image supports all claims. */
  String doubt() {
    return String.join(
        ", ",
        checked.unsupported().stream()
            .map(claim -> "\"" + claim.claim().subject() + "\" is not sure")
            .distinct()
            .toList());
  }

  /** The members of its JSON object. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("text", checked.text());
    fields.put("confidence", checked.confidence());
    fields.put("needsPerson", !checked.isSupported());
    instead.ifPresent(text -> fields.put("instead", text));
    if (!lines.isEmpty()) {
      fields.put("textInImage", lines);
    }
    fields.put("claims", checked.claims().stream().map(Described::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(CheckedClaim claim) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("text", claim.claim().subject());
    fields.put("kind", claim.claim().kind().name().toLowerCase(Locale.ROOT));
    fields.put("margin", claim.margin());
    fields.put("probability", claim.confidence());
    fields.put("supported", claim.isSupported());
    return fields;
  }

  /** What people read: the text, and what is to be said of it. */
  String row() {
    String row = checked.text();
    if (instead.isPresent()) {
      row += "  (instead of \"" + instead.get() + "\")";
    }
    row = quoting(row);
    return checked.isSupported() ? row : row + "  (needs a person: " + doubt() + ")";
  }
}

package dev.jclip.cli.command.caption;

import dev.jclip.captioning.alttext.AltText;
import dev.jclip.captioning.alttext.AltTextStyle;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said of an image for a purpose. */
record Worded(Purpose purpose, Described described) {
  String text() {
    return purpose.words(described);
  }

  /** Why a person should look at it; empty if nothing speaks against it. */
  String doubt() {
    int length = AltTextStyle.of(described.checked().text()).length();
    return purpose == Purpose.SEARCH || !described.doubt().isEmpty() || length <= AltText.LONGEST
        ? described.doubt()
        : "as an alternative text it has %d characters, more than %d"
            .formatted(length, AltText.LONGEST);
  }

  /** The members of its JSON object. */
  Map<String, Object> fields(String language) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("caption", text());
    fields.put("language", language);
    fields.putAll(described.fields());
    fields.put("needsPerson", !doubt().isEmpty());
    return fields;
  }

  /** What people read: the text, and what is to be said of it. */
  String row() {
    return doubt().isEmpty() ? text() : text() + "  (needs a person: " + doubt() + ")";
  }
}

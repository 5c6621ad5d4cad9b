package dev.jclip.grounding.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sentences of the test's files. */
final class Sentences {
  private Sentences() {}

  /** Sentences with the structures that a person wrote down, in {@link Notation}. */
  static Map<String, String> withStructures(String file) throws IOException {
    var sentences = new LinkedHashMap<String, String>();
    String structure = "";
    for (String line : lines(file)) {
      if (line.startsWith(" ")) {
        sentences.put(line.strip(), structure);
      } else {
        structure = line;
      }
    }
    return sentences;
  }

  /** All lines but empty ones and comments. */
  static List<String> lines(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(Sentences.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}

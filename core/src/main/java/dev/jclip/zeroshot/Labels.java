package dev.jclip.zeroshot;

import java.util.HashSet;
import java.util.List;

/** The checks that every label list must pass. */
final class Labels {
  private Labels() {}

  static List<String> checked(List<String> labels) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("labels: expected at least one, found none");
    }
    var seen = new HashSet<String>();
    for (String label : labels) {
      if (label.isBlank()) {
        throw new IllegalArgumentException("labels: expected words, found a blank label");
      }
      if (!seen.add(label)) {
        throw new IllegalArgumentException(
            "labels: expected each label once, found \"%s\" twice; probabilities would be split between them"
                .formatted(label));
      }
    }
    return List.copyOf(labels);
  }
}

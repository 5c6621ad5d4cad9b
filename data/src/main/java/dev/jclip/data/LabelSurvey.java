package dev.jclip.data;

import dev.jclip.error.DataException;
import dev.jclip.io.NameOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The labels of a whole set, counted in one pass that keeps no image. */
final class LabelSurvey {
  private static final int MOST_SHOWN = 5;

  private final Map<Label, Integer> counts = new HashMap<>();
  private int pictures;
  private @Nullable String firstReason;

  private LabelSurvey() {}

  static LabelSurvey of(String set, LabelSource source) {
    var survey = new LabelSurvey();
    try (Stream<Entry<List<Label>>> entries = source.stream(false)) {
      entries.forEach(survey::add);
    }
    if (survey.pictures == 0) {
      throw new DataException(
          set
              + ": expected images with labels, found none"
              + (survey.firstReason == null ? "" : "; the first: " + survey.firstReason));
    }
    return survey;
  }

  private void add(Entry<List<Label>> entry) {
    switch (entry) {
      case Entry.Skipped<List<Label>> skipped -> {
        if (firstReason == null) {
          firstReason = skipped.reason();
        }
      }
      case Entry.Example<List<Label>> example -> {
        pictures++;
        example.annotation().stream()
            .distinct()
            .forEach(label -> counts.merge(label, 1, Integer::sum));
      }
    }
  }

  Map<Label, Integer> counts() {
    return counts;
  }

  /** Requires that each label has a class. */
  void requireNamed(String set, ClassIndex classes) {
    List<Map.Entry<Label, Integer>> unnamed =
        counts.entrySet().stream()
            .filter(count -> classes.of(count.getKey()).isEmpty())
            .sorted(
                Map.Entry.<Label, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(count -> count.getKey().text(), NameOrder.CODE_POINT))
            .toList();
    if (unnamed.isEmpty()) {
      return;
    }
    int total = unnamed.stream().mapToInt(Map.Entry::getValue).sum();
    String worst =
        unnamed.stream()
            .limit(MOST_SHOWN)
            .map(count -> "\"%s\" (%d)".formatted(count.getKey().text(), count.getValue()))
            .collect(Collectors.joining(", "));
    throw new DataException(
        "%s: %d labels of %d images are not among the %d class names: %s%s; correct the names or skip these images"
            .formatted(
                set,
                total,
                pictures,
                classes.names().size(),
                worst,
                unnamed.size() > MOST_SHOWN
                    ? " and %d more labels".formatted(unnamed.size() - MOST_SHOWN)
                    : ""));
  }
}

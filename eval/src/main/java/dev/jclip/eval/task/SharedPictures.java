package dev.jclip.eval.task;

import dev.jclip.error.DataException;
import dev.jclip.eval.feature.ImageFeatures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Images that are in two sets, byte for byte, under whatever names.
 *
 * @param first name of the first set
 * @param second name of the second set
 * @param pairs for the places of the first set's shared images, their names in both
 */
record SharedPictures(String first, String second, Map<Integer, Pair> pairs) {
  private static final int NAMED = 3;

  /** One image's names. */
  record Pair(String first, String second) {
    @Override
    public String toString() {
      return first.equals(second) ? first : first + " = " + second;
    }
  }

  static SharedPictures of(ImageFeatures<?> first, ImageFeatures<?> second) {
    Map<String, String> keys = new HashMap<>();
    for (int i = 0; i < second.size(); i++) {
      keys.putIfAbsent(second.contents().get(i), second.keys().get(i));
    }
    var pairs = new LinkedHashMap<Integer, Pair>();
    for (int i = 0; i < first.size(); i++) {
      String key = keys.get(first.contents().get(i));
      if (key != null) {
        pairs.put(i, new Pair(first.keys().get(i), key));
      }
    }
    return new SharedPictures(first.name(), second.name(), pairs);
  }

  int count() {
    return pairs.size();
  }

  /**
   * Refuses what is shared.
   *
   * @param roles such as {@code training images are test images too}
   * @param advice why that must not be, and what to do
   */
  void refuse(String roles, String advice) {
    if (!pairs.isEmpty()) {
      throw new DataException(
          "%s: %d %s, byte for byte, such as %s; %s"
              .formatted(
                  first.equals(second) ? first : first + " and " + second,
                  count(),
                  roles,
                  pairs.values().stream()
                      .limit(NAMED)
                      .map(Pair::toString)
                      .collect(Collectors.joining(", ")),
                  advice));
    }
  }
}

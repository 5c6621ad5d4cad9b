package dev.jclip.eval.task;

import dev.jclip.error.DataException;
import dev.jclip.eval.feature.ImageFeatures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Images whose bytes are in two data sets; their names need not be equal.
 *
 * @param first the name of the first data set
 * @param second the name of the second data set
 * @param pairs the names of each shared image, by its index in the first data set
 */
record SharedPictures(String first, String second, Map<Integer, Pair> pairs) {
  private static final int NAMED = 3;

  /** The names of one image in the first and the second data set. */
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
   * Checks that the data sets share no image.
   *
   * @param roles what the message says of the shared images, such as {@code training images are
   *     test images too}
   * @param advice why that is an error, and what to do
   * @throws DataException if they share an image
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

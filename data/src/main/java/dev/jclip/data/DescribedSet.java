package dev.jclip.data;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Images with their captions and with what else their records say of them.
 *
 * @param name short, for people and file names
 */
public record DescribedSet(String name, Examples<Description> examples) {
  /**
   * What is known of an image.
   *
   * @param captions one or more
   * @param fields those of the fields that were asked for which its record has, by name
   */
  public record Description(List<String> captions, Map<String, JsonNode> fields) {
    /** Copies the list and the map, which is in the order of names. */
    public Description {
      captions = List.copyOf(captions);
      fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }
  }
}

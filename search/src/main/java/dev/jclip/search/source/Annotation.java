package dev.jclip.search.source;

import dev.jclip.data.file.SidecarText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What is said of an image beside it: what can be read of it, and what is wrong with the rest. */
final class Annotation {
  private final List<String> faults = new ArrayList<>();
  private final SortedMap<String, String> metadata = new TreeMap<>();
  private final String name;
  private String caption = "";

  /**
   * Nothing yet.
   *
   * @param name of the image, for faults
   */
  Annotation(String name) {
    this.name = name;
  }

  /** The bytes of a file or member; an IOException's message says why there are none. */
  interface Bytes {
    byte[] read() throws IOException;
  }

  /** Takes the text of a caption. */
  void caption(String extension, Bytes bytes) {
    try {
      caption = SidecarText.decode(extension, bytes.read()).strip();
    } catch (IOException e) {
      fault(e);
    }
  }

  /** Takes an object's plain members; what is nested keeps its JSON. */
  void metadata(Bytes bytes) {
    try {
      SidecarText.object(bytes.read())
          .properties()
          .forEach(
              member -> {
                JsonNode value = member.getValue();
                if (!value.isNull()) {
                  metadata.put(
                      member.getKey(), value.isValueNode() ? value.asString() : value.toString());
                }
              });
    } catch (IOException e) {
      fault(e);
    }
  }

  private void fault(IOException e) {
    faults.add(name + ": " + e.getMessage());
  }

  String caption() {
    return caption;
  }

  SortedMap<String, String> metadata() {
    return metadata;
  }

  List<String> faults() {
    return faults;
  }
}

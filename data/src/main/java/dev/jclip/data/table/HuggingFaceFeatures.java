package dev.jclip.data.table;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Hugging Face's datasets write into the metadata of Parquet about its columns. */
final class HuggingFaceFeatures {
  private static final String KEY = "huggingface";

  private HuggingFaceFeatures() {}

  /** The names of a {@code ClassLabel}; none for another column. */
  static List<String> classNames(Map<String, String> metadata, String column) {
    String json = metadata.get(KEY);
    if (json == null) {
      return List.of();
    }
    try {
      JsonNode feature =
          JsonMapper.shared().readTree(json).path("info").path("features").path(column);
      return feature.path("_type").asString("").equals("ClassLabel")
          ? feature.path("names").values().stream().map(name -> name.asString("")).toList()
          : List.of();
    } catch (JacksonException _) { // another program's note, which nothing depends on
      return List.of();
    }
  }
}

package dev.jclip.config.json;

import dev.jclip.io.JsonFields;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** Configurations of tests. */
public final class Json {
  public static final String FILE = "folder/config.json";

  private Json() {}

  /** JSON with single quotes for double ones. */
  public static JsonFields of(String text) {
    return JsonFields.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), FILE);
  }

  /** What is read back from a written configuration. */
  public static JsonFields written(Object value) {
    return JsonFields.parse(JsonMapper.shared().writeValueAsBytes(value), FILE);
  }
}

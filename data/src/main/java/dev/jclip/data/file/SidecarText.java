package dev.jclip.data.file;

import dev.jclip.io.TextFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands beside an image, in a file of its own or in a member of a shard. An IOException's
 * message names it by its extension.
 */
public final class SidecarText {
  /** The extension of metadata. */
  public static final String JSON = "json";

  private SidecarText() {}

  /** Its text, without a byte order mark. */
  public static String decode(String extension, byte[] bytes) throws IOException {
    try {
      return TextFile.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new IOException(
          "expected UTF-8 in its .%s, found another encoding".formatted(extension), e);
    }
  }

  /** The object in a {@code .json}. */
  public static JsonNode object(byte[] bytes) throws IOException {
    try {
      JsonNode json = JsonMapper.shared().readTree(bytes);
      if (!json.isObject()) {
        throw new IOException("expected an object in its .json, found " + json.getNodeType());
      }
      return json;
    } catch (JacksonException e) {
      throw new IOException("its .json cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}

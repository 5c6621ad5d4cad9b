package dev.jclip.config.catalog;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The architectures that are known by name, under open_clip's names. Immutable. */
public final class Architectures {
  private static final String RESOURCE = "architectures.json";

  private final Map<String, ClipConfig> byName;

  private Architectures(Map<String, ClipConfig> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** Reads the list that ships with jclip. */
  public static Architectures load() {
    try (InputStream in = Architectures.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new CheckpointException(
            RESOURCE + ": not among jclip's own resources; the jar is damaged");
      }
      JsonFields all = JsonFields.parse(in.readAllBytes(), RESOURCE);
      var byName = new LinkedHashMap<String, ClipConfig>();
      for (String name : all.names()) {
        byName.put(name, OpenClipJson.read(all.object(name).orElseThrow()));
      }
      return new Architectures(byName);
    } catch (IOException e) {
      throw new CheckpointException(RESOURCE + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The architecture of this name, such as {@code ViT-B-32-quickgelu}. */
  public Optional<ClipConfig> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All of them, by name. */
  public Map<String, ClipConfig> all() {
    return byName;
  }
}

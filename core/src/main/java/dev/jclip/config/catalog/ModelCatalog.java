package dev.jclip.config.catalog;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The published checkpoints that are known by name. Immutable. */
public final class ModelCatalog {
  private static final String RESOURCE = "models.json";
  private static final String QUICK_GELU = "-quickgelu";

  private final List<Entry> entries;

  /**
   * A published checkpoint.
   *
   * @param name its name on the hub, {@code ORG/NAME}
   * @param architecture its architecture by open_clip's name: one of {@link Architectures}, or one
   *     of another family of models
   * @param tag open_clip's word for what it was trained on
   */
  public record Entry(String name, String architecture, String tag) {
    /** The architecture without its word for the activation, as people name it. */
    public String plainArchitecture() {
      return architecture.endsWith(QUICK_GELU)
          ? architecture.substring(0, architecture.length() - QUICK_GELU.length())
          : architecture;
    }
  }

  private ModelCatalog(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Reads the list that ships with jclip. */
  public static ModelCatalog load() {
    try (InputStream in = ModelCatalog.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new CheckpointException(
            RESOURCE + ": not among jclip's own resources; the jar is damaged");
      }
      return new ModelCatalog(
          JsonMapper.shared().readValue(in, new TypeReference<List<Entry>>() {}));
    } catch (IOException e) {
      throw new CheckpointException(RESOURCE + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** All entries. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The checkpoint that somebody means: by its name on the hub, by architecture and tag ({@code
   * ViT-B-32:laion2b_s34b_b79k}), or by OpenAI's name alone ({@code ViT-B/32}, {@code
   * ViT-L/14@336px}).
   */
  public Optional<Entry> find(String name) {
    Optional<Entry> byName =
        entries.stream().filter(entry -> entry.name().equalsIgnoreCase(name)).findFirst();
    if (byName.isPresent()) {
      return byName;
    }
    String[] parts = name.split(":", 2);
    String architecture =
        parts[0].replace('/', '-').replace('@', '-').replaceFirst("(?i)(?<=-[0-9]{3})px$", "");
    String tag = parts.length == 2 ? parts[1] : "openai";
    return entries.stream()
        .filter(entry -> entry.tag().equalsIgnoreCase(tag))
        .filter(
            entry ->
                entry.architecture().equalsIgnoreCase(architecture)
                    || entry.plainArchitecture().equalsIgnoreCase(architecture))
        .findFirst();
  }
}

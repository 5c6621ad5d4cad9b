package dev.jclip.weights.keys;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The layout of transformers' {@code CLIPModel}. */
public record HuggingFaceKeys() implements KeyLayout {
  private static final Map<String, StoredKey> WHOLE =
      Map.of(
          "logit_scale", new StoredKey.Same("logit_scale"),
          "visual.proj", new StoredKey.Transposed("visual_projection.weight"),
          "text_projection", new StoredKey.Transposed("text_projection.weight"),
          "visual.class_embedding", new StoredKey.Same("vision_model.embeddings.class_embedding"),
          "visual.positional_embedding",
              new StoredKey.Same("vision_model.embeddings.position_embedding.weight"),
          "visual.conv1.weight",
              new StoredKey.Same("vision_model.embeddings.patch_embedding.weight"),
          "positional_embedding",
              new StoredKey.Same("text_model.embeddings.position_embedding.weight"),
          "token_embedding.weight",
              new StoredKey.Same("text_model.embeddings.token_embedding.weight"));

  private static final Map<String, String> TOWER_PARTS =
      Map.of(
          // The misspelling is transformers'.
          "visual.ln_pre", "vision_model.pre_layrnorm",
          "visual.ln_post", "vision_model.post_layernorm",
          "ln_final", "text_model.final_layer_norm");

  private static final Map<String, String> BLOCK_PARTS =
      Map.of(
          "ln_1", "layer_norm1",
          "ln_2", "layer_norm2",
          "attn.out_proj", "self_attn.out_proj",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2");

  private static final String BLOCKS = "transformer.resblocks.";
  private static final String PACKED_ATTENTION = "attn.in_proj_";

  @Override
  public StoredKey stored(String name) {
    StoredKey whole = WHOLE.get(name);
    if (whole != null) {
      return whole;
    }
    int blocks = name.indexOf(BLOCKS);
    return blocks < 0 ? towerPart(name) : blockPart(name, blocks);
  }

  private static StoredKey towerPart(String name) {
    int dot = name.lastIndexOf('.');
    return new StoredKey.Same(renamed(TOWER_PARTS, name.substring(0, dot)) + name.substring(dot));
  }

  private static StoredKey blockPart(String name, int blocks) {
    int indexStart = blocks + BLOCKS.length();
    int indexEnd = name.indexOf('.', indexStart);
    String tower = blocks == 0 ? "text_model" : "vision_model";
    String prefix = tower + ".encoder.layers." + name.substring(indexStart, indexEnd) + ".";
    String part = name.substring(indexEnd + 1);
    if (part.startsWith(PACKED_ATTENTION)) {
      String kind = part.substring(PACKED_ATTENTION.length());
      return new StoredKey.Stacked(
          Stream.of("q", "k", "v").map(p -> prefix + "self_attn." + p + "_proj." + kind).toList());
    }
    int dot = part.lastIndexOf('.');
    return new StoredKey.Same(
        prefix + renamed(BLOCK_PARTS, part.substring(0, dot)) + part.substring(dot));
  }

  private static String renamed(Map<String, String> table, String name) {
    String renamed = table.get(name);
    if (renamed == null) {
      throw new IllegalArgumentException(
          name
              + ": transformers' layout has no place for it; known are "
              + List.copyOf(table.keySet()));
    }
    return renamed;
  }

  /** Position indices that older files store. */
  @Override
  public boolean ignores(String storedName) {
    return storedName.endsWith(".position_ids");
  }
}

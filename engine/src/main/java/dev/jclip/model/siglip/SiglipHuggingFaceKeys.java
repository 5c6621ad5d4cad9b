package dev.jclip.model.siglip;

import dev.jclip.weights.keys.HuggingFaceKeys;
import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.StoredKey;
import java.util.Map;

/** The layout of transformers' {@code SiglipModel}: that of its {@code CLIPModel}, and a head. */
record SiglipHuggingFaceKeys() implements KeyLayout {
  private static final KeyLayout CLIP = new HuggingFaceKeys();

  private static final Map<String, StoredKey> WHOLE =
      Map.of(
          "logit_scale", new StoredKey.Batched("logit_scale"),
          "logit_bias", new StoredKey.Batched("logit_bias"),
          "visual.conv1.bias", new StoredKey.Same("vision_model.embeddings.patch_embedding.bias"),
          "text_projection.weight", new StoredKey.Same("text_model.head.weight"),
          "text_projection.bias", new StoredKey.Same("text_model.head.bias"),
          "visual.attn_pool.query", new StoredKey.Batched("vision_model.head.probe"));

  private static final String POOL = "visual.attn_pool.";

  @Override
  public StoredKey stored(String name) {
    StoredKey whole = WHOLE.get(name);
    if (whole != null) {
      return whole;
    }
    return name.startsWith(POOL)
        ? new StoredKey.Same("vision_model.head." + poolPart(name.substring(POOL.length())))
        : CLIP.stored(name);
  }

  private static String poolPart(String name) {
    String kind = name.substring(name.lastIndexOf('.') + 1);
    return switch (name.substring(0, Math.max(0, name.lastIndexOf('.')))) {
      case "ln_2" -> "layernorm." + kind;
      case "mlp.c_fc" -> "mlp.fc1." + kind;
      case "mlp.c_proj" -> "mlp.fc2." + kind;
      default -> "attention." + name;
    };
  }

  @Override
  public boolean ignores(String storedName) {
    return CLIP.ignores(storedName);
  }
}

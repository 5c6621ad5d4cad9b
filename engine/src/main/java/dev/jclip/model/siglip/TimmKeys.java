package dev.jclip.model.siglip;

import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.OpenClipKeys;
import dev.jclip.weights.keys.StoredKey;
import java.util.List;
import java.util.Map;

/** The layout of open_clip's SigLIP: its own text tower beside an image tower of timm. */
record TimmKeys() implements KeyLayout {
  private static final KeyLayout OPEN_CLIP = new OpenClipKeys("text.");

  private static final String VISUAL = "visual.";
  private static final String TRUNK = "visual.trunk.";
  private static final String BLOCKS = "transformer.resblocks.";
  private static final String POOL = "attn_pool.";

  /** timm's words for ours, of whole tensors and of those below a name. */
  private static final Map<String, String> PARTS =
      Map.of(
          "conv1", "patch_embed.proj",
          "ln_post", "norm",
          "ln_1", "norm1",
          "ln_2", "norm2",
          "attn.out_proj", "attn.proj",
          "attn.in_proj_weight", "attn.qkv.weight",
          "attn.in_proj_bias", "attn.qkv.bias",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2");

  private static final Map<String, String> POOL_PARTS =
      Map.of(
          "out_proj", "proj",
          "ln_2", "norm",
          "mlp.c_fc", "mlp.fc1",
          "mlp.c_proj", "mlp.fc2");

  @Override
  public StoredKey stored(String name) {
    if (!name.startsWith(VISUAL)) {
      return OPEN_CLIP.stored(name);
    }
    String part = name.substring(VISUAL.length());
    if (part.equals("positional_embedding")) {
      return new StoredKey.Batched(TRUNK + "pos_embed");
    }
    if (part.startsWith(POOL)) {
      return poolPart(part.substring(POOL.length()));
    }
    if (!part.startsWith(BLOCKS)) {
      return new StoredKey.Same(TRUNK + renamed(PARTS, part));
    }
    String inBlocks = part.substring(BLOCKS.length());
    int dot = inBlocks.indexOf('.');
    String block = TRUNK + "blocks." + inBlocks.substring(0, dot) + ".";
    return new StoredKey.Same(block + renamed(PARTS, inBlocks.substring(dot + 1)));
  }

  /** timm keeps the query's projection apart from those of keys and values. */
  private static StoredKey poolPart(String name) {
    String pool = TRUNK + POOL;
    return switch (name) {
      case "query" -> new StoredKey.Batched(pool + "latent");
      case "in_proj_weight" -> queryAndRest(pool, "weight");
      case "in_proj_bias" -> queryAndRest(pool, "bias");
      default -> new StoredKey.Same(pool + renamed(POOL_PARTS, name));
    };
  }

  private static StoredKey queryAndRest(String pool, String kind) {
    return new StoredKey.Stacked(List.of(pool + "q." + kind, pool + "kv." + kind), List.of(1, 2));
  }

  private static String renamed(Map<String, String> table, String name) {
    String whole = table.get(name);
    if (whole != null) {
      return whole;
    }
    int dot = name.lastIndexOf('.');
    String prefix = dot < 0 ? null : table.get(name.substring(0, dot));
    if (prefix == null) {
      throw new IllegalArgumentException(name + ": timm's layout has no place for it");
    }
    return prefix + name.substring(dot);
  }

  @Override
  public boolean ignores(String storedName) {
    return OPEN_CLIP.ignores(storedName);
  }
}

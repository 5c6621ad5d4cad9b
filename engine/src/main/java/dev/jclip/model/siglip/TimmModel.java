package dev.jclip.model.siglip;

import dev.jclip.config.Activation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The image towers of SigLIP by timm's names, which are all that open_clip's configurations say of
 * them (timm 1.0, {@code vision_transformer.py}).
 *
 * @param name such as {@code vit_base_patch16_siglip_224}
 * @param config the architecture of this name
 */
record TimmModel(String name, SiglipVisionConfig config) {
  private static final double EPSILON = 1e-6;

  private static final Pattern NAME =
      Pattern.compile("vit_(base|large|so400m|giantopt)_patch(\\d{1,3})_siglip_(\\d{1,4})");

  private static final List<String> NAMES =
      List.of(
          "vit_base_patch32_siglip_256",
          "vit_base_patch16_siglip_224",
          "vit_base_patch16_siglip_256",
          "vit_base_patch16_siglip_384",
          "vit_base_patch16_siglip_512",
          "vit_large_patch16_siglip_256",
          "vit_large_patch16_siglip_384",
          "vit_large_patch16_siglip_512",
          "vit_so400m_patch14_siglip_224",
          "vit_so400m_patch14_siglip_378",
          "vit_so400m_patch14_siglip_384",
          "vit_so400m_patch16_siglip_256",
          "vit_so400m_patch16_siglip_384",
          "vit_so400m_patch16_siglip_512",
          "vit_giantopt_patch16_siglip_256",
          "vit_giantopt_patch16_siglip_384");

  /** Those with the tanh form of GELU; the others have the exact one. */
  private static final Set<String> TANH =
      Set.of(
          "vit_base_patch32_siglip_256",
          "vit_large_patch16_siglip_512",
          "vit_so400m_patch16_siglip_256",
          "vit_so400m_patch16_siglip_384",
          "vit_so400m_patch16_siglip_512",
          "vit_giantopt_patch16_siglip_256",
          "vit_giantopt_patch16_siglip_384");

  /** The tower of a name, if it is one of SigLIP's. */
  static Optional<TimmModel> of(String name) {
    Matcher parts = NAME.matcher(name);
    if (!NAMES.contains(name) || !parts.matches()) {
      return Optional.empty();
    }
    Activation activation = TANH.contains(name) ? Activation.GELU_TANH : Activation.GELU;
    SiglipVisionConfig.Blocks blocks =
        switch (parts.group(1)) {
          case "base" -> blocks(768, 12, 12, 3072, activation);
          case "large" -> blocks(1024, 24, 16, 4096, activation);
          case "so400m" -> blocks(1152, 27, 16, 4304, activation);
          default -> blocks(1536, 40, 16, 6144, activation);
        };
    return Optional.of(
        new TimmModel(
            name,
            new SiglipVisionConfig(
                Integer.parseInt(parts.group(3)), Integer.parseInt(parts.group(2)), blocks)));
  }

  private static SiglipVisionConfig.Blocks blocks(
      int width, int layers, int heads, int mlpWidth, Activation activation) {
    return new SiglipVisionConfig.Blocks(width, layers, heads, mlpWidth, activation, EPSILON);
  }

  /** The tower with this architecture, if timm has one. */
  static Optional<TimmModel> of(SiglipVisionConfig config) {
    return all().stream().filter(model -> model.config().equals(config)).findFirst();
  }

  /** All of them. */
  static List<TimmModel> all() {
    return NAMES.stream().flatMap(name -> of(name).stream()).toList();
  }
}

package dev.jclip.train.model;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.VisionConfig;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tensors stay as they are (locked-image tuning, arXiv 2111.07991). The groups of a tower are
 * open_clip's, counted from the end: the projection; the last block with the norm behind it; each
 * further block; the embeddings.
 *
 * @param unlockedImageGroups how many groups at the end of the image tower change; all, if empty
 * @param unlockedTextGroups how many groups at the end of the text tower change; all, if empty
 * @param freezeStatistics whether running means and variances of a locked ResNet stay too
 */
public record TowerLock(
    OptionalInt unlockedImageGroups, OptionalInt unlockedTextGroups, boolean freezeStatistics) {
  /** Everything changes. */
  public static final TowerLock NONE =
      new TowerLock(OptionalInt.empty(), OptionalInt.empty(), false);

  private static final Pattern BLOCK = Pattern.compile("transformer\\.resblocks\\.(\\d+)\\..*");
  private static final Pattern STAGE = Pattern.compile("layer([1-4])\\..*");
  private static final Pattern PROJECTION = Pattern.compile("proj|text_projection.*");
  private static final Pattern FINAL_NORM =
      Pattern.compile("ln_post\\..*|ln_final\\..*|attn_pool\\..*");
  private static final String VISUAL = "visual.";
  private static final int RESNET_STAGES = 4;

  /** Checks the numbers. */
  public TowerLock {
    requireCount("unlockedImageGroups", unlockedImageGroups);
    requireCount("unlockedTextGroups", unlockedTextGroups);
  }

  private static void requireCount(String name, OptionalInt groups) {
    if (groups.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "%s: expected 0 or more, found %d".formatted(name, groups.getAsInt()));
    }
  }

  /** Tells by a tensor's name whether it stays. */
  Predicate<String> frozen(ClipConfig config) {
    return name -> {
      if (name.startsWith("logit_") || name.startsWith("text_decoder.")) {
        return false;
      }
      return name.startsWith(VISUAL)
          ? isLocked(
              imageGroup(config.vision(), name.substring(VISUAL.length())), unlockedImageGroups)
          : isLocked(blockGroup(config.text().layers(), name), unlockedTextGroups);
    };
  }

  private static boolean isLocked(int groupFromEnd, OptionalInt unlocked) {
    return unlocked.isPresent() && groupFromEnd >= unlocked.getAsInt();
  }

  private static int imageGroup(VisionConfig config, String name) {
    return config
        .blockStack()
        .map(stack -> blockGroup(stack.layers(), name))
        .orElseGet(() -> stageGroup(name));
  }

  private static int blockGroup(int layers, String name) {
    if (PROJECTION.matcher(name).matches()) {
      return 0;
    }
    if (FINAL_NORM.matcher(name).matches()) {
      return 1;
    }
    Matcher block = BLOCK.matcher(name);
    return block.matches() ? layers - Integer.parseInt(block.group(1)) : layers + 1;
  }

  private static int stageGroup(String name) {
    if (name.startsWith("attnpool.")) {
      return 0;
    }
    Matcher stage = STAGE.matcher(name);
    return stage.matches()
        ? RESNET_STAGES + 1 - Integer.parseInt(stage.group(1))
        : RESNET_STAGES + 1;
  }
}

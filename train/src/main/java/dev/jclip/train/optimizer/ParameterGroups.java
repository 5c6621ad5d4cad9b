package dev.jclip.train.optimizer;

import java.util.List;

/** Which parameters are decayed, as open_clip tells them apart. */
final class ParameterGroups {
  private static final List<String> NEVER = List.of("bn", "ln", "bias", "logit_scale");

  private ParameterGroups() {}

  static boolean decays(String name, long dimensions) {
    return dimensions >= 2 && NEVER.stream().noneMatch(name::contains);
  }
}

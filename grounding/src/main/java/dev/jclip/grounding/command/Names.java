package dev.jclip.grounding.command;

import java.util.Locale;

/** Names of constants as JSON writes them. */
final class Names {
  private Names() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

package dev.jclip.grounding.robot;

import java.util.Locale;

/** Where something is pushed, as the viewer sees it. */
public enum Direction {
  LEFT,
  RIGHT,
  AWAY,
  TOWARDS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

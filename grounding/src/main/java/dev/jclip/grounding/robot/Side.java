package dev.jclip.grounding.robot;

import java.util.Locale;

/** Where something is to be put, seen from another object and by the viewer. */
public enum Side {
  ON,
  IN,
  UNDER,
  NEXT_TO,
  LEFT_OF,
  RIGHT_OF,
  IN_FRONT_OF,
  BEHIND;

  /** As sentences say it: "left of". */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

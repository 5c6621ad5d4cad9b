package dev.jclip.grounding.track;

import dev.jclip.detect.Box;
import java.util.Locale;

/**
 * A change.
 *
 * @param kind what happened
 * @param frame the frame in which it was noticed, from 0
 * @param id the object's number
 * @param label the object's label
 * @param from where the object was before; equal to {@code to} for one that appeared
 * @param to where it is now, or is expected
 */
public record TrackEvent(Kind kind, int frame, long id, String label, Box from, Box to) {
  /** What may happen to an object. */
  public enum Kind {
    /** It is seen for the first time. */
    APPEARED,
    /** It has come to rest at another place. */
    MOVED,
    /** Something stands before it. */
    HIDDEN,
    /** It was hidden or had left, and is seen again. */
    BACK,
    /** It is gone, and nothing stands before the place where it was. */
    LEFT
  }

  /**
   * The change in a sentence, such as {@code the red mug has left the table}.
   *
   * @param place what the frames show, such as {@code the table}
   */
  public String sentence(String place) {
    String thing = "the " + label.strip().replaceFirst("(?i)^(an?|the)\\s+", "");
    return switch (kind) {
      case APPEARED -> "%s has appeared on %s".formatted(thing, place);
      case MOVED -> "%s has moved to %s".formatted(thing, direction());
      case HIDDEN -> "%s is hidden".formatted(thing);
      case BACK -> "%s is back".formatted(thing);
      case LEFT -> "%s has left %s".formatted(thing, place);
    };
  }

  private String direction() {
    double across = to.centerX() - from.centerX();
    double down = to.centerY() - from.centerY();
    String side =
        Math.abs(across) >= Math.abs(down)
            ? across > 0 ? "right" : "left"
            : down > 0 ? "front" : "back";
    return String.format(Locale.ROOT, "the %s", side);
  }
}

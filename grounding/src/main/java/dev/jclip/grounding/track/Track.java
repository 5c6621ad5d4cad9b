package dev.jclip.grounding.track;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.grounding.track.TrackedObject.State;
import java.util.Optional;

/** An object that is followed, with where it goes and what it looks like. For one thread. */
final class Track {
  /** The number of what is not yet an object. */
  static final long NO_ID = -1;

  /** Boxes' sides differ by up to about so many times. */
  private static final double LOG_SIDES = Math.log(20);

  /** How likely what was out of sight is anywhere, and what was in sight just now. */
  private static final double ANYWHERE_UNSEEN = 0.1;

  private static final double ANYWHERE_SEEN = 0.002;

  private final double imageArea;
  private BoxMotion motion;
  private Detection last;
  private Optional<Appearance> appearance;
  private Box place;
  private int hits = 1;
  private int misses;
  private int missesInFreeView;
  private long id = NO_ID;
  private State state = State.VISIBLE;

  Track(Detection detection, Optional<Appearance> looks, double imageArea) {
    this.imageArea = imageArea;
    motion = new BoxMotion(detection.box());
    last = detection;
    appearance = looks;
    place = detection.box();
  }

  long id() {
    return id;
  }

  void name(long number) {
    id = number;
  }

  /** In how many frames it was detected. */
  int hits() {
    return hits;
  }

  /** For how many frames it has not been detected. */
  int misses() {
    return misses;
  }

  /** In how many of these nothing stood before its place. */
  int missesInFreeView() {
    return missesInFreeView;
  }

  State state() {
    return state;
  }

  void become(State other) {
    state = other;
  }

  Detection last() {
    return last;
  }

  /** Where it rested when its place was last reported. */
  Box place() {
    return place;
  }

  void settle() {
    place = last.box();
  }

  void predict() {
    motion.predict();
  }

  /** Where it should be. */
  Box expected() {
    return motion.expected();
  }

  /**
   * The logarithm of how many times likelier a detection is if it is of this object than if it is
   * of another one anywhere in the image; without bound below for another label.
   */
  double affinity(Detection detection, Optional<Appearance> looks) {
    if (!detection.label().equals(last.label())) {
      return Double.NEGATIVE_INFINITY;
    }
    double here = Math.exp(logRatio(detection.box()));
    double alike = appearance.flatMap(mine -> looks.map(mine::likeness)).orElse(0.0);
    return Math.log((1 - anywhere()) * here + anywhere()) + alike;
  }

  /** How much likelier a box is at the expected place than anywhere, of any size. */
  private double logRatio(Box box) {
    return motion.logDensity(box) + Math.log(imageArea) + 2 * Math.log(LOG_SIDES);
  }

  private double anywhere() {
    return state == State.VISIBLE ? ANYWHERE_SEEN : ANYWHERE_UNSEEN;
  }

  void seen(Detection detection, Optional<Appearance> looks) {
    boolean isElsewhere = logRatio(detection.box()) < Math.log(anywhere());
    if (isElsewhere) {
      motion = new BoxMotion(detection.box());
    } else {
      motion.correct(detection.box());
    }
    last = detection;
    appearance =
        looks
            .map(now -> appearance.map(former -> former.mixed(now)).orElse(now))
            .or(() -> appearance);
    hits++;
    misses = 0;
    missesInFreeView = 0;
  }

  void missed(boolean inFreeView) {
    misses++;
    missesInFreeView += inFreeView ? 1 : 0;
  }

  boolean rests() {
    return motion.rests();
  }

  /** How far it is from its place, in multiples of its size. */
  double moved() {
    Box box = last.box();
    return Math.hypot(box.centerX() - place.centerX(), box.centerY() - place.centerY())
        / BoxMotion.size(box);
  }
}

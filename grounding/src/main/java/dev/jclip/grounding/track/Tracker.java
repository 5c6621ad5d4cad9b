package dev.jclip.grounding.track;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.grounding.track.TrackEvent.Kind;
import dev.jclip.grounding.track.TrackedObject.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Follows objects over a stream of frames. A detection belongs to the object of its label whose
 * expected place, size and looks make it likeliest; all detections of a frame are assigned
 * together. An object that is missed is remembered: as hidden while another one stands before its
 * place, else as one that has left; it keeps its number when it comes back. For one thread.
 */
public final class Tracker {
  /** So much of a box is behind another one when it may be hidden. */
  private static final double COVERED = 0.3;

  /** What was seen once is forgotten after so many frames. */
  private static final int DOUBT = 2;

  private final int imageWidth;
  private final int imageHeight;
  private final TrackerOptions options;
  private final List<Track> tracks = new ArrayList<>();
  private OptionalInt vectorSize = OptionalInt.empty();
  private int frame;
  private long nextId;

  /** A tracker for frames of a size, with the usual options. */
  public Tracker(int imageWidth, int imageHeight) {
    this(imageWidth, imageHeight, TrackerOptions.DEFAULT);
  }

  /**
   * A tracker for frames of a size.
   *
   * @param imageWidth of all frames, in pixels
   * @param imageHeight of all frames, in pixels
   */
  public Tracker(int imageWidth, int imageHeight, TrackerOptions options) {
    if (imageWidth < 1 || imageHeight < 1) {
      throw new IllegalArgumentException(
          "expected frames of 1 x 1 pixels or more, found %d x %d"
              .formatted(imageWidth, imageHeight));
    }
    this.imageWidth = imageWidth;
    this.imageHeight = imageHeight;
    this.options = options;
  }

  /**
   * Takes the next frame.
   *
   * @param observations all that was detected in it, at most once each
   * @throws IllegalArgumentException if an appearance has no direction, or another number of values
   *     than those before
   */
  public TrackedFrame next(List<Observation> observations) {
    List<Optional<Appearance>> looks =
        observations.stream().map(one -> one.appearance().map(this::appearance)).toList();
    tracks.forEach(Track::predict);
    int[] assigned = Pairing.best(gains(observations, looks));
    var events = new ArrayList<TrackEvent>();
    var isNew = new ArrayList<Boolean>();
    observations.forEach(_ -> isNew.add(true));
    for (int i = 0; i < assigned.length; i++) {
      if (assigned[i] != Pairing.NONE) {
        isNew.set(assigned[i], false);
        seen(
            tracks.get(i),
            observations.get(assigned[i]).detection(),
            looks.get(assigned[i]),
            events);
      }
    }
    List<Box> inView =
        Stream.iterate(0, i -> i < assigned.length, i -> i + 1)
            .filter(i -> assigned[i] != Pairing.NONE)
            .map(i -> tracks.get(i).last().box())
            .toList();
    for (int i = 0; i < assigned.length; i++) {
      if (assigned[i] == Pairing.NONE) {
        missed(tracks.get(i), inView, events);
      }
    }
    tracks.removeIf(this::isForgotten);
    for (int i = 0; i < observations.size(); i++) {
      if (isNew.get(i)) {
        double imageArea = (double) imageWidth * imageHeight;
        var track = new Track(observations.get(i).detection(), looks.get(i), imageArea);
        tracks.add(track);
        confirm(track, events);
      }
    }
    events.sort(Comparator.comparingLong(TrackEvent::id));
    var now = new TrackedFrame(frame, objects(), events);
    frame++;
    return now;
  }

  private Appearance appearance(float[] vector) {
    var appearance = new Appearance(vector);
    if (vectorSize.orElse(appearance.size()) != appearance.size()) {
      throw new IllegalArgumentException(
          "expected an appearance vector of %d values, as those before, found %d"
              .formatted(vectorSize.getAsInt(), appearance.size()));
    }
    vectorSize = OptionalInt.of(appearance.size());
    return appearance;
  }

  private double[][] gains(List<Observation> observations, List<Optional<Appearance>> looks) {
    double[][] gains = new double[tracks.size()][observations.size()];
    for (int i = 0; i < gains.length; i++) {
      for (int j = 0; j < gains[i].length; j++) {
        gains[i][j] = tracks.get(i).affinity(observations.get(j).detection(), looks.get(j));
      }
    }
    return gains;
  }

  private void seen(
      Track track, Detection detection, Optional<Appearance> looks, List<TrackEvent> events) {
    Box before = track.last().box();
    track.seen(detection, looks);
    if (track.id() == Track.NO_ID) {
      confirm(track, events);
      return;
    }
    if (track.state() != State.VISIBLE) {
      track.become(State.VISIBLE);
      events.add(event(Kind.BACK, track, before, detection.box()));
    }
    if (track.moved() > options.movedBy() && track.rests()) {
      events.add(event(Kind.MOVED, track, track.place(), detection.box()));
      track.settle();
    }
  }

  private void confirm(Track track, List<TrackEvent> events) {
    if (track.hits() >= options.confirmations()) {
      track.name(nextId++);
      track.settle();
      events.add(event(Kind.APPEARED, track, track.place(), track.place()));
    }
  }

  private void missed(Track track, List<Box> inView, List<TrackEvent> events) {
    Box expected = track.expected();
    boolean outside = !isInside(expected);
    boolean covered =
        !outside && (isCovered(expected, inView) || isCovered(track.last().box(), inView));
    track.missed(!covered);
    if (track.id() == Track.NO_ID) {
      return;
    }
    if (track.state() != State.LEFT && track.missesInFreeView() >= options.patience()) {
      track.become(State.LEFT);
      events.add(event(Kind.LEFT, track, track.last().box(), expected));
    } else if (covered && track.state() == State.VISIBLE && track.misses() >= options.patience()) {
      track.become(State.HIDDEN);
      events.add(event(Kind.HIDDEN, track, track.last().box(), expected));
    }
  }

  private boolean isInside(Box box) {
    return box.centerX() >= 0
        && box.centerX() <= imageWidth
        && box.centerY() >= 0
        && box.centerY() <= imageHeight;
  }

  private static boolean isCovered(Box box, List<Box> inView) {
    return inView.stream().anyMatch(other -> other.intersection(box) > COVERED * box.area());
  }

  private boolean isForgotten(Track track) {
    return track.misses() > options.memory()
        || (track.id() == Track.NO_ID && track.misses() >= DOUBT);
  }

  private TrackEvent event(Kind kind, Track track, Box from, Box to) {
    return new TrackEvent(kind, frame, track.id(), track.last().label(), from, to);
  }

  private List<TrackedObject> objects() {
    return tracks.stream()
        .filter(track -> track.id() != Track.NO_ID)
        .sorted(Comparator.comparingLong(Track::id))
        .map(this::object)
        .toList();
  }

  private TrackedObject object(Track track) {
    boolean now = track.misses() == 0;
    return new TrackedObject(
        track.id(),
        track.last().label(),
        track.last().score(),
        now ? track.last().box() : track.expected(),
        frame - track.misses(),
        track.state());
  }
}

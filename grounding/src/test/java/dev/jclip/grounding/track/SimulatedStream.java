package dev.jclip.grounding.track;

import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Objects on a table before a camera, as a detector sees them: boxes that are not exact, some
 * missed, some that are none. Objects rest, move, stop and go on, leave and come back; nearer ones
 * hide those behind them; two of one kind cross.
 */
final class SimulatedStream {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;
  static final int FRAMES = 30;
  static final int FALSE_ALARM = -1;

  private static final List<String> KINDS = List.of("mug", "book", "ball");
  private static final int VECTOR = 24;
  private static final double SEEN = 0.35;

  private final Random random;
  private final List<Thing> things = new ArrayList<>();
  private final float[][] kinds = new float[KINDS.size()][];

  /** What a detector says, and of which object; {@link #FALSE_ALARM} if of none. */
  record Seen(Observation observation, int thing) {}

  /** An object; the nearer ones come later in the list. */
  private static final class Thing {
    int kind;
    float[] looks = {};
    double width;
    double height;
    double[] x = new double[FRAMES];
    double[] y = new double[FRAMES];

    Box box(int frame) {
      return Box.around(x[frame], y[frame], width, height);
    }
  }

  SimulatedStream(long seed) {
    random = new Random(seed);
    for (int kind = 0; kind < kinds.length; kind++) {
      kinds[kind] = gaussian(1);
    }
    int others = 2 + random.nextInt(5);
    for (int i = 0; i < others; i++) {
      things.add(wandering(thing(random.nextInt(KINDS.size()))));
    }
    crossing();
    Collections.shuffle(things, random);
  }

  private float[] gaussian(double scale) {
    float[] vector = new float[VECTOR];
    for (int i = 0; i < VECTOR; i++) {
      vector[i] = (float) (scale * random.nextGaussian());
    }
    return vector;
  }

  private float[] near(float[] vector, double scale) {
    float[] sum = gaussian(scale);
    for (int i = 0; i < VECTOR; i++) {
      sum[i] += vector[i];
    }
    return sum;
  }

  /** Two objects of one kind have a cosine of about 0.8, two pictures of one object 0.95. */
  private Thing thing(int kind) {
    var thing = new Thing();
    thing.kind = kind;
    thing.looks = near(kinds[kind], 0.5);
    thing.width = 45 + random.nextInt(70);
    thing.height = 45 + random.nextInt(70);
    return thing;
  }

  /** Rests, then moves a while at a speed of its own, then rests again; some leave the image. */
  private Thing wandering(Thing thing) {
    double x = 60 + random.nextInt(WIDTH - 120);
    double y = 60 + random.nextInt(HEIGHT - 120);
    int starts = random.nextInt(FRAMES);
    int ends = starts + 4 + random.nextInt(14);
    boolean returns = random.nextInt(3) == 0;
    double speed = random.nextBoolean() ? 0 : 4 + 12 * random.nextDouble();
    double angle = 2 * Math.PI * random.nextDouble();
    for (int frame = 0; frame < FRAMES; frame++) {
      thing.x[frame] = x;
      thing.y[frame] = y;
      int direction = returns && frame > (starts + ends) / 2 ? -1 : 1;
      if (frame >= starts && frame < ends) {
        x += direction * speed * Math.cos(angle);
        y += direction * speed * Math.sin(angle);
      }
    }
    return thing;
  }

  /** Two of one kind pass each other in the middle of the stream; every other time twins. */
  private void crossing() {
    int kind = random.nextInt(KINDS.size());
    Thing first = thing(kind);
    Thing second = thing(kind);
    if (random.nextBoolean()) {
      second.looks = first.looks;
      second.width = first.width;
      second.height = first.height;
    }
    double meetX = 200 + random.nextInt(240);
    double meetY = 150 + random.nextInt(180);
    double meets = 10 + random.nextInt(10);
    double firstAngle = 2 * Math.PI * random.nextDouble();
    double secondAngle = firstAngle + Math.PI * (0.5 + random.nextDouble());
    double firstSpeed = 5 + 8 * random.nextDouble();
    double secondSpeed = 5 + 8 * random.nextDouble();
    double apart = 30 * random.nextDouble();
    for (int frame = 0; frame < FRAMES; frame++) {
      double before = frame - meets;
      first.x[frame] = meetX + before * firstSpeed * Math.cos(firstAngle);
      first.y[frame] = meetY + before * firstSpeed * Math.sin(firstAngle);
      second.x[frame] = meetX + before * secondSpeed * Math.cos(secondAngle);
      second.y[frame] = meetY + apart + before * secondSpeed * Math.sin(secondAngle);
    }
    things.add(first);
    things.add(second);
  }

  int things() {
    return things.size();
  }

  /** What the detector says of a frame, in any order. */
  List<Seen> frame(int frame) {
    var seen = new ArrayList<Seen>();
    for (int i = 0; i < things.size(); i++) {
      if (visible(i, frame) > SEEN && random.nextDouble() > 0.05) {
        seen.add(new Seen(detected(things.get(i), frame), i));
      }
    }
    for (int i = 0; i < 2; i++) {
      if (random.nextDouble() < 0.08) {
        seen.add(new Seen(falseAlarm(), FALSE_ALARM));
      }
    }
    Collections.shuffle(seen, random);
    return seen;
  }

  /** The share of an object that is in the image and behind nothing, by a grid of points. */
  private double visible(int thing, int frame) {
    int points = 12;
    Box box = things.get(thing).box(frame);
    int free = 0;
    for (int i = 0; i < points * points; i++) {
      double x = box.left() + (i % points + 0.5) / points * box.width();
      double y = box.top() + (Math.floorDiv(i, points) + 0.5) / points * box.height();
      boolean inside = x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT;
      boolean behind =
          things.subList(thing + 1, things.size()).stream()
              .map(nearer -> nearer.box(frame))
              .anyMatch(b -> x > b.left() && x < b.right() && y > b.top() && y < b.bottom());
      free += inside && !behind ? 1 : 0;
    }
    return (double) free / (points * points);
  }

  private Observation detected(Thing thing, int frame) {
    Box box =
        Box.around(
            thing.x[frame] + 0.03 * thing.width * random.nextGaussian(),
            thing.y[frame] + 0.03 * thing.height * random.nextGaussian(),
            thing.width * Math.exp(0.05 * random.nextGaussian()),
            thing.height * Math.exp(0.05 * random.nextGaussian()));
    double score = 0.5 + 0.45 * random.nextDouble();
    return Observation.of(
        new Detection(thing.kind, KINDS.get(thing.kind), score, box), near(thing.looks, 0.25));
  }

  private Observation falseAlarm() {
    int kind = random.nextInt(KINDS.size());
    Box box =
        Box.around(
            random.nextInt(WIDTH),
            random.nextInt(HEIGHT),
            30 + random.nextInt(90),
            30 + random.nextInt(90));
    double score = 0.3 + 0.4 * random.nextDouble();
    return Observation.of(new Detection(kind, KINDS.get(kind), score, box), near(kinds[kind], 0.8));
  }
}

package dev.jclip.grounding.table;

import dev.jclip.detect.Box;
import dev.jclip.grounding.view.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random objects on a table, and the camera that looks down at it. */
public final class Table {
  public static final int SIDE = 640;
  static final List<String> NOUNS =
      List.of("mug", "ball", "bottle", "cube", "book", "plate", "box", "bowl");
  static final List<String> COLOURS =
      List.of("red", "orange", "yellow", "green", "blue", "purple", "pink", "white", "black");
  static final List<String> MATERIALS = List.of("wood", "metal", "plastic", "glass");
  private static final double DISTANCE = 9;

  private final List<Thing> things;
  private final double elevation;
  private final double extent;

  private Table(List<Thing> things, double elevation, double extent) {
    this.things = things;
    this.elevation = elevation;
    this.extent = extent;
  }

  public static Table random(Random random, int fewest, int most) {
    while (true) {
      int count = fewest + random.nextInt(most - fewest + 1);
      double extent = 1 + 0.3 * count;
      var table = new Table(new ArrayList<>(), 0.45 + 0.3 * random.nextDouble(), extent);
      for (int tries = 0; tries < 200 && table.things.size() < count; tries++) {
        table.add(random);
      }
      if (table.things.size() == count) {
        return table;
      }
    }
  }

  public static Table of(List<Thing> things) {
    return new Table(List.copyOf(things), 0.6, 2.5);
  }

  private void add(Random random) {
    boolean alike = !things.isEmpty() && random.nextDouble() < 0.5;
    Thing model = alike ? things.get(random.nextInt(things.size())) : null;
    String noun = model != null ? model.noun() : one(NOUNS, random);
    String colour =
        model != null && random.nextDouble() < 0.4 ? model.colour() : one(COLOURS, random);
    boolean large = random.nextBoolean();
    int id = things.size();
    Thing thing;
    if (id > 0 && random.nextDouble() < 0.25) {
      Thing carrier = things.get(random.nextInt(id));
      if (!carrier.carries()
          || things.stream().anyMatch(other -> other.support() == carrier.id())) {
        return;
      }
      thing =
          new Thing(
              id,
              noun,
              colour,
              one(MATERIALS, random),
              false,
              carrier.x(),
              carrier.noun().equals("box") ? 0.1 : carrier.height(),
              carrier.z(),
              carrier.id());
      if (thing.radius() > 0.7 * carrier.radius()) {
        return;
      }
    } else {
      thing =
          new Thing(
              id,
              noun,
              colour,
              one(MATERIALS, random),
              large,
              extent * (2 * random.nextDouble() - 1) * 0.85,
              0,
              extent * (2 * random.nextDouble() - 1) * 0.8,
              -1);
    }
    if (things.stream().allMatch(other -> isClear(thing, other))) {
      things.add(thing);
    }
  }

  private boolean isClear(Thing a, Thing b) {
    if (a.support() == b.id()) {
      return true;
    }
    if (Math.hypot(a.x() - b.x(), a.z() - b.z()) < a.radius() + b.radius() + 0.1) {
      return false;
    }
    Box one = box(a);
    Box other = box(b);
    return one.intersection(other) < 0.15 * Math.min(one.area(), other.area());
  }

  public List<Thing> things() {
    return things;
  }

  /** Of an upright cylinder around the thing. */
  public Box box(Thing thing) {
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (int i = 0; i < 32; i++) {
      double angle = Math.PI * i / 8;
      double y = thing.y() + (i < 16 ? 0 : thing.height());
      double x = thing.x() + thing.radius() * Math.sin(angle);
      double z = thing.z() + thing.radius() * Math.cos(angle);
      double depth = DISTANCE - y * Math.sin(elevation) - z * Math.cos(elevation);
      double scale = SIDE / 2.0 / extent * DISTANCE / depth / 1.25;
      double across = SIDE / 2.0 + scale * x;
      double down = SIDE / 2.0 - scale * (y * Math.cos(elevation) - z * Math.sin(elevation));
      left = Math.min(left, across);
      right = Math.max(right, across);
      top = Math.min(top, down);
      bottom = Math.max(bottom, down);
    }
    return new Box(left, top, right, bottom);
  }

  /** In a camera's frame that is level with the table. */
  public Volume volume(Thing thing) {
    return new Volume(
        thing.x(),
        1 - thing.y() - thing.height() / 2,
        DISTANCE - thing.z(),
        2 * thing.radius(),
        thing.height());
  }

  private static String one(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }
}

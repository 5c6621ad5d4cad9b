package dev.jclip.grounding.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Tables that are laid by hand; the things have the ids 0, 1, ... in the order in which they come.
 */
public final class Things {
  private final List<Thing> things = new ArrayList<>();

  /** A large thing of plastic at a place. */
  public Things add(String noun, String colour, double x, double z) {
    things.add(new Thing(things.size(), noun, colour, "plastic", true, x, 0, z, -1));
    return this;
  }

  /** A small thing of plastic at a place. */
  public Things addSmall(String noun, String colour, double x, double z) {
    things.add(new Thing(things.size(), noun, colour, "plastic", false, x, 0, z, -1));
    return this;
  }

  /** A small thing of plastic on another one. */
  public Things addOn(int carrier, String noun, String colour) {
    Thing below = things.get(carrier);
    things.add(
        new Thing(
            things.size(),
            noun,
            colour,
            "plastic",
            false,
            below.x(),
            below.noun().equals("box") ? 0.1 : below.height(),
            below.z(),
            carrier));
    return this;
  }

  /** The table as it is seen without mistakes. */
  public TableView view() {
    return new TableView(Table.of(things), TableView.Noise.NONE, 0);
  }
}

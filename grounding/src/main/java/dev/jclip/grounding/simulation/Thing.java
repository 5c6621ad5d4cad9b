package dev.jclip.grounding.simulation;

import dev.jclip.grounding.robot.Side;
import dev.jclip.scene.SceneObject;
import java.util.Optional;

/**
 * An object of a simulated world.
 *
 * @param id its index in the scene that the world began with
 * @param object what it is and where; its {@link SceneObject#support} is left to the world
 * @param rest what it stands on or lies in; none on the table
 */
public record Thing(int id, SceneObject object, Optional<Rest> rest) {
  /**
   * Where a thing is that is not on the table.
   *
   * @param side {@link Side#ON} or {@link Side#IN}
   * @param id of the thing that holds it
   */
  public record Rest(Side side, int id) {}

  /** Colour and shape: "red mug". */
  public String name() {
    return object.name();
  }

  boolean restsOn(int other) {
    return rest.isPresent() && rest.get().id() == other;
  }
}

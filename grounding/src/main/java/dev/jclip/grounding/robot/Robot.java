package dev.jclip.grounding.robot;

/**
 * A robot with a camera, a gripper and a voice. Each method ends: with an outcome, or after the
 * time that the implementation documents. A failure of the robot is an {@link Outcome} and no
 * exception.
 *
 * <p>Implementations are safe for use by many threads. One action is carried out at a time; who
 * asks meanwhile waits.
 */
public interface Robot extends AutoCloseable {
  /**
   * Takes an image.
   *
   * @throws RobotException if none comes, or what comes is no image
   */
  View look();

  /** Takes an object into the gripper. */
  Outcome pick(Target target);

  /** Puts what is in the gripper somewhere. */
  Outcome place(Destination destination);

  /** Shows an object to a person. */
  Outcome point(Target target);

  /** Pushes an object a little. */
  Outcome push(Target target, Direction direction);

  /** Opens an object. */
  Outcome open(Target target);

  /** Says something to a person. */
  Outcome say(String text);

  /** Asks a person something, and waits for the answer. */
  Answer ask(String question);

  /** Ends the connection to the robot; what it does at the time is not stopped by that. */
  @Override
  void close();
}

package dev.jclip.grounding.rosbridge;

/**
 * What becomes of a request whose connection is cut after it was sent and before it is answered.
 */
public enum WhenCut {
  /** The answer is {@link Reply.Unknown}: for what must not happen twice. */
  REPORT_UNKNOWN,
  /**
   * A service call is made again, with the same id: for what may happen twice. Of a goal the robot
   * is first asked what became of it ({@link RosbridgeOptions.GoalStatus}); only a goal that it has
   * never seen is sent again, with the same id.
   */
  ASK_AGAIN
}

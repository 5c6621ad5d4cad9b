package dev.jclip.grounding.command;

/** What is to be done with objects. */
public enum Verb {
  /** Find it and say where it is, or whether there is one: "where is …?", "is there …?". */
  FIND,
  /** Point at it: "show me …". */
  POINT,
  /** Pick it up and hold it. */
  PICK,
  /**
   * Put it, or place it, somewhere; it is picked up first if it is not held. Without a destination:
   * put it down where it is.
   */
  PUT,
  /** Bring it; without a destination to the person who speaks. */
  BRING,
  /** Take it somewhere else; a destination or a motion says where. */
  MOVE,
  /** Push it without lifting it; a destination or a motion may say where. */
  PUSH,
  /** Open it. */
  OPEN,
  /** Turn the camera to it, or by a motion alone: "look left". */
  LOOK,
  /** Say how many there are. */
  COUNT,
  /** Compare objects with each other, by the step's measure if there is one. */
  COMPARE,
  /** Wait until such an object is seen, or no longer: the step's event says which. */
  WAIT_FOR;

  @Override
  public String toString() {
    return Names.of(this);
  }
}

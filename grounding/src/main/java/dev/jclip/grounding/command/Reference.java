package dev.jclip.grounding.command;

/** What a pronoun refers to; the dialogue knows which object that is. */
public enum Reference {
  /** The object last spoken of: "it". */
  IT,
  /** The objects last spoken of: "them", "both of them". */
  THEM,
  /** What is near, or was just shown: "this", "this mug". */
  THIS,
  /** What was just spoken of or shown: "that", "that one", "those". */
  THAT,
  /**
   * An object of the category last spoken of: "the red one". It has no category of its own, and all
   * else that the description says.
   */
  ONE,
  /**
   * Not the one last spoken of: "the other mug"; without a category, of the same: "the other one".
   */
  OTHER,
  /** The one last spoken of again: "the same one", "the same mug". */
  SAME,
  /** The person who speaks: "me". */
  SPEAKER,
  /** The robot: "you". */
  ROBOT,
  /** The place of the person who speaks: "here". */
  HERE,
  /** A place that was spoken of or shown: "there". */
  THERE;

  @Override
  public String toString() {
    return Names.of(this);
  }
}

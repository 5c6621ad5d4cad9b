package dev.jclip.scene;

/** What objects stand on and before. */
public enum Backdrop {
  WOODEN_TABLE,
  WHITE_TABLE,
  DARK_TABLE,
  STONE_FLOOR,
  CHEQUERED_CLOTH,
  SAND;

  /** With the article that captions need: "a wooden table". */
  @Override
  public String toString() {
    return this == SAND ? "sand" : Words.one(Words.of(this));
  }
}

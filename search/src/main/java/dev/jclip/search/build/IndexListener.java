package dev.jclip.search.build;

/** Hears of the work on an index, on the thread that does it. */
public interface IndexListener {
  /**
   * A source has been looked through.
   *
   * @param pictures how many are there, or -1 where that will be known at its end
   */
  void found(String source, long pictures);

  /** A picture is as it was. */
  void unchanged(String id);

  /** A picture has been embedded and put in. */
  void indexed(String id);

  /** A picture or folder could not be read. */
  void failed(String id, String reason);

  /** Pictures that are not there any more have been taken out. */
  void removed(int pictures);
}

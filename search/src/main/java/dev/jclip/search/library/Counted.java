package dev.jclip.search.library;

/**
 * Something that several users share, and that is closed when the last of them has let go of it.
 * The one who makes it is its first user. Safe for many threads.
 */
abstract class Counted {
  private int users = 1;

  /** Takes part in using it. Whether that was possible, since it was not closed yet. */
  final synchronized boolean retain() {
    if (users == 0) {
      return false;
    }
    users++;
    return true;
  }

  /** Lets go of it. */
  final void release() {
    boolean isLast;
    synchronized (this) {
      users--;
      isLast = users == 0;
    }
    if (isLast) {
      free();
    }
  }

  /** Closes what it holds; called once. */
  abstract void free();
}

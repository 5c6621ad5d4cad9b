package dev.jclip.data.table;

import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Rows of which the next one is read to find out whether there is one. */
abstract class LookAheadRows implements TableRows {
  private @Nullable TableRow ahead;
  private boolean isEnded;

  /** The next row, or nothing at the end. */
  abstract @Nullable TableRow read();

  /** Closes what is read from. */
  abstract void closeSource() throws IOException;

  /** Says that no row follows. */
  final void end() {
    isEnded = true;
  }

  @Override
  public final boolean hasNext() {
    if (ahead == null && !isEnded) {
      ahead = read();
      isEnded |= ahead == null;
    }
    return ahead != null;
  }

  @Override
  public final TableRow next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException("the table has no more rows");
    }
    TableRow next = ahead;
    ahead = null;
    return next;
  }

  @Override
  public final void close() {
    isEnded = true;
    try {
      closeSource();
    } catch (IOException | RuntimeException _) {
      // nothing was written that could be lost
    }
  }
}

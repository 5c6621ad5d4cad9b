package dev.jclip.weights;

/**
 * What the description of a checkpoint (headers, pickles, archive directories) may cost in heap,
 * whatever the file claims. The largest published CLIP with its optimiser needs a tenth of it.
 */
final class HeapBudget {
  private static final long LIMIT = 40L << 20;

  private final MappedFile file;
  private long left = LIMIT;

  HeapBudget(MappedFile file) {
    this.file = file;
  }

  /** Called before about this many bytes are allocated. */
  void take(long bytes) {
    if (bytes < 0 || bytes > left) {
      throw file.error(
          "describes more objects than a checkpoint has; expected a description that fits "
              + LIMIT
              + " bytes; the file is damaged or hostile");
    }
    left -= bytes;
  }

  /** Called before a string of this many characters is made. */
  void takeString(long characters) {
    take(64 + 4 * characters);
  }
}

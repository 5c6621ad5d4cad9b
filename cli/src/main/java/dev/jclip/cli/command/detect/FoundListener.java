package dev.jclip.cli.command.detect;

/** Hears of each image in which objects were looked for, and of the end. */
interface FoundListener extends AutoCloseable {
  void found(FoundImage image);

  /** All images are done. */
  default void finish() {}

  /** Ends, also where not all images are done. */
  @Override
  default void close() {}
}

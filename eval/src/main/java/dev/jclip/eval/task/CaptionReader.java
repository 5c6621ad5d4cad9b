package dev.jclip.eval.task;

import dev.jclip.eval.metric.caption.Statement;

/** Finds in captions what can be compared with what is known of their images. */
public interface CaptionReader {
  /** The things and relations that a caption names, by their names in lower case. */
  Statement read(String caption);

  /** Whether two names, or two colours, may both be true of one thing, such as cup and mug. */
  boolean agree(String name, String other);
}

package dev.jclip.train.objective;

import dev.jclip.data.pipeline.DataPosition;

/** The examples of one step, ready to be computed with. */
public interface Batch {
  /** How many examples it has, 1 or more. */
  int size();

  /** The position in the data after it, from which a resumed run goes on. */
  DataPosition next();
}

package dev.jclip.data.pipeline;

/** Hears of pairs that cannot be used. */
@FunctionalInterface
public interface FaultListener {
  /**
   * Called once for each fault, in the order of the data, on the pipeline's own thread and ahead of
   * the batches handed out.
   *
   * @param key the pair's name in its data set, or a shard's
   * @param reason what was expected and what was found
   */
  void fault(String key, String reason);
}

package dev.jclip.config;

import dev.jclip.config.range.Ranges;

/**
 * Attentional pooling by learned queries (CoCa, arXiv 2205.01917, section 3.2).
 *
 * @param queries number of learned queries
 * @param heads number of attention heads
 */
public record AttentionPooler(int queries, int heads) {
  /** Checks the ranges. */
  public AttentionPooler {
    Ranges.check("attn_pooler_queries", queries, 1, 1 << 14);
    Ranges.check("attn_pooler_heads", heads, 1, 1 << 10);
  }
}

/**
 * Lucene's graph beside faiss's, on the same vectors. Entry class: {@link
 * dev.jclip.bench.search.VectorSearchBenchmark}.
 */
@NullMarked
package dev.jclip.bench.search;

import org.jspecify.annotations.NullMarked;

package dev.jclip.tensor.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The memory of a matrix.
 *
 * @param memory from its first value on
 * @param stride what is between the first values of two rows, in values, or in pairs where those
 *     lie together
 */
public record MatrixMemory(MemorySegment memory, long stride) {}

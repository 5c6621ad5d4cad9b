package dev.jclip.tensor.start;

import java.util.function.Supplier;

/**
 * The C library's heap, of which tensors are made. glibc gets blocks above a threshold from the
 * operating system, and gives them back when they are freed; but every such block raises the
 * threshold to its size, up to 32 MB, and smaller ones then come from heaps that keep what was
 * freed between blocks in use. That suits activations, which come again and again. Of weights that
 * are read, packed and freed it leaves holes as large as the model. Thread-safe.
 */
public final class NativeHeap {
  private static final int M_TRIM_THRESHOLD = -1;
  private static final int M_MMAP_THRESHOLD = -3;

  /** Bytes from which a block is given back when it is freed, while {@link #leavingNoHoles}. */
  private static final int LEAST = 128 << 10;

  /** Bytes at which glibc's threshold stops to rise. */
  private static final int MOST = 32 << 20;

  private NativeHeap() {}

  /**
   * Does work that makes and frees large tensors once. The C library's setting is the process's, so
   * other threads' large tensors meanwhile cost the time to get fresh memory. Where the C library
   * is not glibc, this is the work and no more.
   */
  public static <T> T leavingNoHoles(Supplier<T> work) {
    thresholds(LEAST, LEAST);
    try {
      return work.get();
    } finally {
      thresholds(MOST, 2 * MOST);
    }
  }

  /** Gives all memory back that is free, between blocks in use too. Takes milliseconds. */
  public static void trim() {
    CLibrary.call("malloc_trim", 0L);
  }

  private static void thresholds(int mmap, int trim) {
    CLibrary.call("mallopt", M_MMAP_THRESHOLD, mmap);
    CLibrary.call("mallopt", M_TRIM_THRESHOLD, trim);
  }
}

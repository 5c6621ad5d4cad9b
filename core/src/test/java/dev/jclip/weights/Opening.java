package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens an untrusted file and copies every tensor. The file must open or be refused with a
 * CheckpointException that names it, and heap beyond its size plus 64 MB must not be allocated.
 */
final class Opening {
  private static final long ALLOWANCE = 64L << 20;

  private long opened;
  private long refused;
  private long mostAllocated;

  static void check(Path file) throws IOException {
    new Opening().open(file);
  }

  void open(Path file) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (StateDict state = StateDict.open(file)) {
      state.tensors().values().forEach(Opening::copy);
      opened++;
    } catch (CheckpointException e) {
      assertThat(e).hasMessageContaining(String.valueOf(file.getParent()));
      refused++;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    mostAllocated = Math.max(mostAllocated, allocated);
    assertThat(allocated).as("heap allocated").isLessThan(Files.size(file) + ALLOWANCE);
  }

  private static void copy(StoredTensor tensor) {
    if (tensor.dtype().isFloat()) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment floats = arena.allocate(tensor.elementCount() * Float.BYTES);
        tensor.copyTo(floats);
      }
    } else if (tensor.dtype().isInteger()) {
      assertThat(tensor.longs()).hasSize(Math.toIntExact(tensor.elementCount()));
    }
  }

  @Override
  public String toString() {
    return "%d opened, %d refused, at most %d bytes of heap allocated"
        .formatted(opened, refused, mostAllocated);
  }
}

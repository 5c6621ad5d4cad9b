package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one lock file against other processes and other threads. Where the file system has no
 * locks, it holds against threads only and says so: the worst that follows is a file downloaded
 * twice.
 */
final class BlobLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlobLock.class);

  /**
   * A process has one lock on a file for all its threads, and POSIX drops it as soon as any channel
   * on the file is closed. So the threads' turns must be taken process-wide too, whichever hub they
   * belong to. A thread holds one at a time; files that share one only wait for each other.
   */
  private static final List<ReentrantLock> TURNS =
      Stream.generate(ReentrantLock::new).limit(64).toList();

  private final ReentrantLock turn;
  private final @Nullable FileChannel channel;

  private BlobLock(ReentrantLock turn, @Nullable FileChannel channel) {
    this.turn = turn;
    this.channel = channel;
  }

  /** Waits until nobody else has the file, which is made if need be and never deleted. */
  static BlobLock acquire(Path file) {
    Path key = file.toAbsolutePath().normalize();
    ReentrantLock turn = TURNS.get(Math.floorMod(key.hashCode(), TURNS.size()));
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(file + ": interrupted while waiting for the lock", e);
    }
    try {
      return new BlobLock(turn, lockAgainstProcesses(file));
    } catch (FileLockInterruptionException e) {
      turn.unlock();
      throw new HubException(file + ": interrupted while waiting for another process", e);
    }
  }

  private static @Nullable FileChannel lockAgainstProcesses(Path file)
      throws FileLockInterruptionException {
    FileChannel channel = null;
    try {
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        LOG.info("{}: another process downloads this file; waiting for it", file);
        channel.lock();
      }
      return channel;
    } catch (FileLockInterruptionException e) {
      close(channel);
      throw e;
    } catch (IOException | OverlappingFileLockException e) {
      LOG.warn("{}: cannot lock against other processes ({}); going on", file, e.toString());
      close(channel);
      return null;
    }
  }

  @Override
  public void close() {
    close(channel);
    turn.unlock();
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing a lock file", e);
    }
  }
}

package dev.jclip.moderation.record;

import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of decisions, one JSON object a line, which several processes may append to at once. Each
 * line ends with a tab and the checksum of the JSON before it. A line is complete on the disk when
 * {@link #append} returns; what a process that was killed left of a line is removed by the next one
 * that appends. Safe for many threads, which share one instance: the system takes a process's lock
 * of a file away as soon as the process closes the file anywhere.
 */
public final class RecordLog {
  private static final int CHECKSUM_DIGITS = 8;
  private static final int BLOCK = 8192;
  private static final long WAIT_MILLIS = 1;

  private final Path file;

  /** Uses a file, which need not be there yet. */
  public RecordLog(Path file) {
    this.file = file;
  }

  /**
   * Appends a record.
   *
   * @throws DataException if the file cannot be written
   */
  public synchronized void append(DecisionRecord record) {
    byte[] line = line(record.toJson());
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock _ = lock(channel)) {
      long end = endOfLastLine(channel);
      channel.truncate(end);
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new DataException("%s: cannot be written: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  /** Another thread of this program that holds the lock is waited for like another process. */
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException _) {
        try {
          Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted while another thread was writing", e);
        }
      }
    }
  }

  private static long endOfLastLine(FileChannel channel) throws IOException {
    long end = channel.size();
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    while (end > 0) {
      int size = (int) Math.min(BLOCK, end);
      block.clear().limit(size);
      while (block.hasRemaining() && channel.read(block, end - size + block.position()) > 0) {
        // a read may bring less than was asked for
      }
      for (int i = size - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return end - size + i + 1;
        }
      }
      end -= size;
    }
    return 0;
  }

  private static byte[] line(String json) {
    return (json + "\t%08x\n".formatted(checksum(json))).getBytes(StandardCharsets.UTF_8);
  }

  private static long checksum(String json) {
    var checksum = new CRC32C();
    checksum.update(json.getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }

  /**
   * Reads all records in order.
   *
   * @param damaged hears of each line that is not as it was written, with its number
   * @throws DataException if the file cannot be read
   */
  public synchronized void forEach(Consumer<DecisionRecord> receiver, Consumer<String> damaged) {
    // a byte that is no UTF-8 becomes a sign that the checksum does not fit
    try (var lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        int tab = line.length() - CHECKSUM_DIGITS - 1;
        if (tab < 0
            || line.charAt(tab) != '\t'
            || !line.substring(tab + 1)
                .equals("%08x".formatted(checksum(line.substring(0, tab))))) {
          damaged.accept("%s: line %d is damaged".formatted(file, number));
        } else {
          receiver.accept(parse(line.substring(0, tab), number));
        }
      }
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  private DecisionRecord parse(String json, int line) {
    try {
      return DecisionRecord.parse(json);
    } catch (RuntimeException e) {
      throw new DataException(
          "%s: line %d is no decision: %s".formatted(file, line, e.getMessage()), e);
    }
  }
}

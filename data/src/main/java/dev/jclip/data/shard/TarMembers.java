package dev.jclip.data.shard;

import dev.jclip.data.file.Compression;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** The members of one tar file, plain or compressed, one after another. Damage is an IOException. */
final class TarMembers implements AutoCloseable {
  private static final int RECORD = TarConstants.DEFAULT_RCDSIZE;

  /** Long names and the like, before a member's own header. */
  private static final int MAX_HEADERS = 1 << 20;

  private final MeteredStream bytes;
  private final TarArchiveInputStream tar;
  private @Nullable TarArchiveEntry current;
  private long end;
  private boolean hasEndMark;

  private TarMembers(InputStream in) {
    this.bytes = new MeteredStream(in);
    this.tar = new TarArchiveInputStream(bytes, StandardCharsets.UTF_8.name());
  }

  static TarMembers open(Path file) throws IOException {
    return new TarMembers(Compression.open(file));
  }

  /**
   * Goes to the next regular file. What is left of the one before is passed over.
   *
   * @return its path, or nothing at the end, where the whole file has been read and a checksum of
   *     its compression been compared
   */
  @Nullable String next() throws IOException {
    TarArchiveEntry entry;
    do {
      entry = nextEntry();
      if (entry == null) {
        hasEndMark = isBehindEndMark();
        bytes.transferTo(OutputStream.nullOutputStream());
        return null;
      }
    } while (!isFile(entry));
    return entry.getName();
  }

  private @Nullable TarArchiveEntry nextEntry() throws IOException {
    skipRest();
    bytes.allow(MAX_HEADERS);
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      // of some damaged headers, or damaged compression
      throw new IOException("a header is damaged: " + e.getMessage(), e);
    }
    bytes.allow(Long.MAX_VALUE);
    current = entry;
    if (entry != null) {
      check(entry);
      end = bytes.position() + entry.getSize();
    }
    return entry;
  }

  private static void check(TarArchiveEntry entry) throws IOException {
    if (!entry.isCheckSumOK()) {
      throw new IOException("expected a tar file, found a header with a wrong checksum");
    }
    if (entry.isSparse()) {
      throw new IOException("%s: sparse files are not read".formatted(entry.getName()));
    }
    if (entry.getSize() < 0) {
      throw new IOException("%s: its size is negative".formatted(entry.getName()));
    }
  }

  private static boolean isFile(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
      default -> false;
    };
  }

  /** The member's length in bytes, as its header claims. */
  long size() {
    return current == null ? 0 : current.getSize();
  }

  /** All bytes of the member; memory is taken as they come, not by what the header claims. */
  byte[] read() throws IOException {
    byte[] content = tar.readNBytes(Math.toIntExact(size()));
    if (content.length < size()) {
      throw new EOFException();
    }
    return content;
  }

  /** Goes to the member's end, up to which it must be there. */
  void skipRest() throws IOException {
    if (current != null && !current.isDirectory()) {
      tar.skipNBytes(Math.max(0, end - bytes.position()));
    }
  }

  /**
   * Whether the end was marked, as it should be by a record of zeros: a file that was cut between
   * two members has no such mark.
   */
  boolean hasEndMark() {
    return hasEndMark;
  }

  private boolean isBehindEndMark() {
    long padding = (RECORD - end % RECORD) % RECORD;
    return bytes.position() >= end + padding + RECORD;
  }

  @Override
  public void close() {
    try {
      tar.close();
    } catch (IOException _) {
      // nothing was written that could be lost
    }
  }
}

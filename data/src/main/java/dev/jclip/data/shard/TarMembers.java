package dev.jclip.data.shard;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** The members of one tar file, plain or gzip, one after another. Damage is an IOException. */
final class TarMembers implements AutoCloseable {
  private static final int RECORD = TarConstants.DEFAULT_RCDSIZE;
  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] GIT_LFS =
      "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

  /** Long names and the like, before a member's own header. */
  private static final int MAX_HEADERS = 1 << 20;

  private final MeteredStream bytes;
  private final TarArchiveInputStream tar;
  private @Nullable TarArchiveEntry current;
  private long end;

  private TarMembers(InputStream in) {
    this.bytes = new MeteredStream(in);
    this.tar = new TarArchiveInputStream(bytes, StandardCharsets.UTF_8.name());
  }

  static TarMembers open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      return new TarMembers(decompressed(in));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    in.mark(GIT_LFS.length);
    byte[] start = in.readNBytes(GIT_LFS.length);
    in.reset();
    if (start.length == 0) {
      throw new IOException("it is empty");
    }
    if (startsWith(start, GIT_LFS)) {
      throw new IOException("it is a pointer of Git LFS in place of the data; run git lfs pull");
    }
    return startsWith(start, GZIP)
        ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER)
        : in;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /**
   * Goes to the next regular file. What is left of the one before is passed over.
   *
   * @return its path, or nothing at the end, where the whole file has been read and a checksum of
   *     gzip been compared
   */
  @Nullable String next() throws IOException {
    TarArchiveEntry entry;
    do {
      entry = nextEntry();
      if (entry == null) {
        requireEndMark();
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
    } catch (IllegalArgumentException e) { // of some damaged headers
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

  private void skipRest() throws IOException {
    if (current != null && !current.isDirectory()) {
      tar.skipNBytes(Math.max(0, end - bytes.position()));
    }
  }

  /** A tar file ends with a record of zeros; one that was cut between two members does not. */
  private void requireEndMark() throws IOException {
    long padding = (RECORD - end % RECORD) % RECORD;
    if (bytes.position() < end + padding + RECORD) {
      throw new EOFException();
    }
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

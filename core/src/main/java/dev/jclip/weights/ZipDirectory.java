package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The entries of a zip archive, with the place of each one's bytes in the file.
 *
 * <p>Structures and fields: PKWARE's <a
 * href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE</a>, sections 4.3 and
 * 4.5.3. Entries that overlap, run out of the file or share a name are refused.
 */
final class ZipDirectory {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END64 = 0x06064b50;
  private static final int LOCATOR64 = 0x07064b50;

  private static final int LOCAL_SIZE = 30;
  private static final int END_SIZE = 22;
  private static final int END64_SIZE = 56;
  private static final int LOCATOR64_SIZE = 20;
  private static final int MAX_COMMENT = 0xffff;

  private static final int EXTRA_ZIP64 = 1;
  private static final long IN_ZIP64 = 0xffff_ffffL;
  private static final int ENCRYPTED = 1;

  private final MappedFile file;
  private final HeapBudget budget;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private ZipDirectory(MappedFile file, HeapBudget budget) {
    this.file = file;
    this.budget = budget;
  }

  static ZipDirectory read(MappedFile file, HeapBudget budget) {
    ZipDirectory directory = new ZipDirectory(file, budget);
    Extent extent = directory.findCentralDirectory();
    directory.readEntries(extent);
    directory.requireDisjoint(extent);
    return directory;
  }

  Set<String> names() {
    return entries.keySet();
  }

  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** The entry of this name, which must be stored uncompressed and in plain. */
  ZipEntry stored(String name) {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw file.error("expected an archive entry " + Messages.brief(name) + ", found none");
    }
    if (entry.method() != 0 || entry.size() != entry.compressedSize()) {
      throw error(entry, "is compressed; expected it stored; save the file again with PyTorch");
    }
    if ((entry.flags() & ENCRYPTED) != 0) {
      throw error(entry, "is encrypted; expected it in plain");
    }
    return entry;
  }

  private Extent findCentralDirectory() {
    int tailLength = (int) Math.min(END_SIZE + MAX_COMMENT, file.size());
    long tailStart = file.size() - tailLength;
    byte[] tail = new ByteCursor(file, "archive end", tailStart, file.size()).bytes(tailLength);
    for (int i = tailLength - END_SIZE; i >= 0; i--) {
      int comment = (tail[i + 20] & 0xff) | (tail[i + 21] & 0xff) << 8;
      boolean isEnd = tail[i] == 'P' && tail[i + 1] == 'K' && tail[i + 2] == 5 && tail[i + 3] == 6;
      if (isEnd && i + END_SIZE + comment == tailLength) {
        return readEnd(tailStart + i);
      }
    }
    throw file.error(
        "the end of the zip archive is missing; the file is cut short; fetch it again");
  }

  private Extent readEnd(long position) {
    ByteCursor end = new ByteCursor(file, "archive end", position, position + END_SIZE);
    end.skip(10);
    Extent extent = new Extent(end.u16(), end.u32(), end.u32());
    long locatorAt = position - LOCATOR64_SIZE;
    if (locatorAt >= 0 && signatureAt(locatorAt) == LOCATOR64) {
      return readEnd64(locatorAt);
    }
    return requireBefore(extent, position);
  }

  private Extent readEnd64(long locatorAt) {
    ByteCursor locator = new ByteCursor(file, "zip64 locator", locatorAt, locatorAt + 16);
    locator.skip(8);
    long end64At = locator.i64();
    if (end64At < 0 || end64At > locatorAt - END64_SIZE || signatureAt(end64At) != END64) {
      throw file.error("the zip64 end record is missing; the archive is damaged");
    }
    ByteCursor end64 = new ByteCursor(file, "zip64 end", end64At, end64At + END64_SIZE);
    end64.skip(32);
    long count = end64.i64();
    long length = end64.i64();
    return requireBefore(new Extent(count, length, end64.i64()), end64At);
  }

  private Extent requireBefore(Extent extent, long end) {
    boolean inside = 0 <= extent.start && extent.start <= end;
    if (!inside || extent.length < 0 || extent.length > end - extent.start) {
      throw file.error(
          "the archive directory runs out of the file: %d bytes from byte %d; the file is damaged"
              .formatted(extent.length, extent.start));
    }
    return extent;
  }

  private void readEntries(Extent extent) {
    long end = extent.start + extent.length;
    ByteCursor cursor = new ByteCursor(file, "archive directory", extent.start, end);
    for (long i = 0; i < extent.count; i++) {
      budget.take(200);
      ZipEntry entry = readEntry(cursor);
      if (entries.putIfAbsent(entry.name(), entry) != null) {
        throw error(entry, "is in the archive twice");
      }
    }
  }

  private ZipEntry readEntry(ByteCursor cursor) {
    if (cursor.i32() != CENTRAL) {
      throw file.error("the archive directory is damaged before byte " + cursor.position());
    }
    cursor.skip(4);
    int flags = cursor.u16();
    int method = cursor.u16();
    cursor.skip(8);
    long compressedSize = cursor.u32();
    long size = cursor.u32();
    int nameLength = cursor.u16();
    int extraLength = cursor.u16();
    int commentLength = cursor.u16();
    cursor.skip(8);
    long header = cursor.u32();
    budget.takeString(nameLength);
    String name = cursor.utf8(nameLength);
    Zip64Sizes sizes = new Zip64Sizes(size, compressedSize, header);
    sizes.read(cursor, extraLength);
    cursor.skip(commentLength);
    long dataStart = dataStart(name, sizes.header);
    return new ZipEntry(name, flags, method, sizes.compressed, sizes.size, sizes.header, dataStart);
  }

  private long dataStart(String name, long header) {
    if (header < 0 || header > file.size() - LOCAL_SIZE || signatureAt(header) != LOCAL) {
      throw file.error(
          Messages.brief(name) + ": has no header in the archive; the file is damaged");
    }
    ByteCursor local = new ByteCursor(file, "archive entry", header, header + LOCAL_SIZE);
    local.skip(26);
    return header + LOCAL_SIZE + local.u16() + local.u16();
  }

  private void requireDisjoint(Extent extent) {
    List<ZipEntry> byPlace = new ArrayList<>(entries.values());
    byPlace.sort(Comparator.comparingLong(ZipEntry::header));
    long position = 0;
    for (ZipEntry entry : byPlace) {
      if (entry.header() < position) {
        throw error(entry, "overlaps another entry of the archive");
      }
      if (entry.compressedSize() < 0 || entry.compressedSize() > extent.start - entry.dataStart()) {
        throw error(entry, "runs into the directory of the archive or out of the file");
      }
      position = entry.dataStart() + entry.compressedSize();
    }
  }

  private int signatureAt(long position) {
    return new ByteCursor(file, "archive", position, position + Integer.BYTES).i32();
  }

  private CheckpointException error(ZipEntry entry, String message) {
    return file.error(Messages.brief(entry.name()) + ": " + message);
  }

  private record Extent(long count, long length, long start) {}

  /** Three fields of an entry, each taken from the zip64 extra where the 32-bit one is full. */
  private static final class Zip64Sizes {
    private long size;
    private long compressed;
    private long header;

    Zip64Sizes(long size, long compressed, long header) {
      this.size = size;
      this.compressed = compressed;
      this.header = header;
    }

    void read(ByteCursor cursor, int extraLength) {
      int left = extraLength;
      while (left >= 4) {
        int id = cursor.u16();
        int length = Math.min(cursor.u16(), left - 4);
        left -= 4 + length;
        cursor.skip(id == EXTRA_ZIP64 ? length - readFields(cursor, length) : length);
      }
      cursor.skip(left);
    }

    private int readFields(ByteCursor cursor, int length) {
      int used = 0;
      if (size == IN_ZIP64 && length - used >= Long.BYTES) {
        size = cursor.i64();
        used += Long.BYTES;
      }
      if (compressed == IN_ZIP64 && length - used >= Long.BYTES) {
        compressed = cursor.i64();
        used += Long.BYTES;
      }
      if (header == IN_ZIP64 && length - used >= Long.BYTES) {
        header = cursor.i64();
        used += Long.BYTES;
      }
      return used;
    }
  }
}

package dev.jclip.data.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Opens files that may be compressed: gzip, bzip2, xz or Zstandard, told by their first bytes. */
public final class Compression {
  private static final int BUFFER = 1 << 16;

  /** Twice what xz needs for what it packs best; Zstandard's reader has such a limit itself. */
  private static final int XZ_MEMORY_KIB = 128 << 10;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] GIT_LFS =
      "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

  private Compression() {}

  /**
   * Opens a file to read what it holds. Its memory does not grow with what the file claims.
   *
   * @throws IOException if it is no regular file, is empty, or a pointer in place of data
   */
  public static InputStream open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      return decompressed(in);
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
    if (startsWith(start, GZIP)) {
      return buffered(new GZIPInputStream(in, BUFFER));
    }
    if (startsWith(start, BZIP2)) {
      return buffered(new BZip2CompressorInputStream(in, true));
    }
    if (startsWith(start, XZ)) {
      return buffered(
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY_KIB)
              .get());
    }
    if (startsWith(start, ZSTD)) {
      return buffered(new ZstdInputStream(in));
    }
    return in;
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, BUFFER);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}

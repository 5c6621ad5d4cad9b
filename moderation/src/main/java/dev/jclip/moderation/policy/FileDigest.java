package dev.jclip.moderation.policy;

import dev.jclip.digest.Sha256;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The content of files in fingerprints, whatever the files are called. */
final class FileDigest {
  private static final int BLOCK = 1 << 20;

  private FileDigest() {}

  /**
   * Adds a file, a block at a time, since some are larger than memory.
   *
   * @throws PolicyException if it can no longer be read
   */
  static void add(Sha256 digest, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block;
      do {
        block = in.readNBytes(BLOCK);
        digest.add(block);
      } while (block.length > 0); // the empty block parts a file from the next
    } catch (IOException e) {
      throw new PolicyException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }
}

package dev.jclip.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Checks content against the hash that names it: 64 hexadecimal digits are its SHA-256, 40 are
 * git's blob hash, the SHA-1 of {@code "blob LENGTH\0"} and the content.
 */
final class ContentHash {
  private ContentHash() {}

  /** True if the name is a hash of content, so that the content can be checked. */
  static boolean isHash(String etag) {
    return etag.matches("[0-9a-f]{64}|[0-9a-f]{40}");
  }

  /** The file's hash of the same kind as the given one. */
  static String of(Path file, String etag) throws IOException {
    MessageDigest digest = digest(etag.length() == 64 ? "SHA-256" : "SHA-1");
    if (etag.length() == 40) {
      String header = "blob " + Files.size(file) + "\0";
      digest.update(header.getBytes(StandardCharsets.US_ASCII));
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}

package dev.jclip.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 over a sequence of parts. Each part is preceded by its length, so that different
 * sequences never run together into the same bytes. For one thread.
 */
public final class Sha256 {
  private final MessageDigest digest;

  /** Starts an empty sequence. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Sha256(MessageDigest digest) {
    this.digest = digest;
  }

  /** The same sequence so far; what is added to one of the two is not added to the other. */
  public Sha256 copy() {
    try {
      return new Sha256((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the SHA-256 of every JDK can be copied", e);
    }
  }

  /** Adds a text, in UTF-8. */
  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes. */
  public Sha256 add(byte[] bytes) {
    return add(ByteBuffer.wrap(bytes));
  }

  /** Adds the remaining bytes of a buffer. */
  public Sha256 add(ByteBuffer bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.remaining()).flip());
    digest.update(bytes);
    return this;
  }

  /** The digest in 64 hexadecimal digits; the sequence is empty again. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

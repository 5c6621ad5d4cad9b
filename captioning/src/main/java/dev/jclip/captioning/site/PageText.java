package dev.jclip.captioning.site;

import dev.jclip.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page's characters, from which its bytes can be made again exactly.
 *
 * @param text all characters, the byte order mark among them
 * @param charset the encoding that the page declares, or UTF-8, or windows-1252 if it is not UTF-8
 * @param digest SHA-256 of the bytes
 */
record PageText(String text, Charset charset, String digest) {
  /** As far into a page as browsers look for the declaration (WHATWG HTML, section 13.2.3.2). */
  private static final int DECLARATION = 1024;

  private static final Pattern DECLARED =
      Pattern.compile(
          "<meta[^>]+charset\\s*=\\s*[\"']?\\s*([A-Za-z0-9_:.-]+)", Pattern.CASE_INSENSITIVE);

  /** Decodes a page; empty if no encoding gives back its very bytes. */
  static Optional<PageText> of(byte[] page) {
    for (Charset charset : candidates(page)) {
      Optional<String> text = decode(page, charset);
      if (text.isPresent() && Arrays.equals(text.get().getBytes(charset), page)) {
        return Optional.of(new PageText(text.get(), charset, new Sha256().add(page).hex()));
      }
    }
    return Optional.empty();
  }

  private static List<Charset> candidates(byte[] page) {
    if (begins(page, 0xFE, 0xFF)) {
      return List.of(StandardCharsets.UTF_16BE);
    }
    if (begins(page, 0xFF, 0xFE)) {
      return List.of(StandardCharsets.UTF_16LE);
    }
    String start =
        new String(page, 0, Math.min(page.length, DECLARATION), StandardCharsets.ISO_8859_1);
    Matcher declared = DECLARED.matcher(start);
    Charset fallback = Charset.forName("windows-1252");
    if (!begins(page, 0xEF, 0xBB, 0xBF) && declared.find()) {
      try {
        return List.of(Charset.forName(declared.group(1)), StandardCharsets.UTF_8, fallback);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        return List.of(StandardCharsets.UTF_8, fallback);
      }
    }
    return List.of(StandardCharsets.UTF_8, fallback);
  }

  private static boolean begins(byte[] page, int... bytes) {
    if (page.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((page[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> decode(byte[] page, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(page)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}

package dev.jclip.tokenizer.parts;

import dev.jclip.error.TokenizerException;
import dev.jclip.io.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes vocabulary files; what it reads is bounded in size, depth and tokens. */
public final class VocabularyFiles {
  /** CLIP's own files hold 4 MB at most, those of large multilingual models 20 MB. */
  static final int MAX_BYTES = 32 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxTokenCount(3_000_000)
                          .maxStringLength(1 << 20)
                          .maxNameLength(1 << 16)
                          .build())
                  .build())
          .build();

  private VocabularyFiles() {}

  /** Returns the text of a file, inflated if it is gzip. */
  public static String text(Path file) {
    byte[] bytes = bytes(file);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new TokenizerException(
          file + ": expected UTF-8 text, found other bytes; download the file again", e);
    }
  }

  /**
   * Returns the JSON object in a file.
   *
   * @throws TokenizerException if the file is missing, too large, or holds something else
   */
  public static JsonNode jsonObject(Path file) {
    JsonNode node;
    try {
      node = JSON.readTree(bytes(file));
    } catch (JacksonException e) {
      throw new TokenizerException(
          "%s: expected JSON, found an error: %s".formatted(file, e.getOriginalMessage()), e);
    }
    if (!node.isObject()) {
      throw new TokenizerException(
          "%s: expected a JSON object, found %s".formatted(file, node.getNodeType()));
    }
    return node;
  }

  /**
   * Returns the JSON object in a file, or an empty one if there is no such file.
   *
   * @throws TokenizerException if the file is too large, or holds something else
   */
  public static JsonNode optionalJsonObject(Path file) {
    return Files.exists(file) ? jsonObject(file) : JSON.createObjectNode();
  }

  /** Writes JSON, on one line and with a final newline. */
  public static void writeJson(Path file, JsonNode node) {
    write(file, (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file whole or not at all. */
  public static void write(Path file, byte[] content) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new TokenizerException(file + ": expected the name of a file, found a root folder");
      }
      Files.createDirectories(folder);
      AtomicFile.tryWrite(file, content);
    } catch (IOException e) {
      throw new TokenizerException(file + ": cannot be written: " + e, e);
    }
  }

  /** Returns what an error message shows of a JSON value: its first 160 characters. */
  public static String abbreviated(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    String text = node.toString();
    return text.length() <= 160 ? text : text.substring(0, 160) + "…";
  }

  private static byte[] bytes(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = bounded(in, file);
    } catch (NoSuchFileException e) {
      throw new TokenizerException(file + ": no such file", e);
    } catch (IOException e) {
      throw new TokenizerException(file + ": cannot be read: " + e, e);
    }
    if (bytes.length == 0) {
      throw new TokenizerException(file + ": the file is empty; download it again");
    }
    return isGzip(bytes) ? inflate(bytes, file) : bytes;
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  private static byte[] inflate(byte[] bytes, Path file) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return bounded(in, file);
    } catch (IOException e) {
      throw new TokenizerException(
          file + ": expected a whole gzip file, found damage: " + e + "; download it again", e);
    }
  }

  private static byte[] bounded(InputStream in, Path file) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new TokenizerException(
          "%s: expected at most %,d bytes of vocabulary, found more".formatted(file, MAX_BYTES));
    }
    return bytes;
  }
}

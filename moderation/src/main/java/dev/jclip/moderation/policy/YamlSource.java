package dev.jclip.moderation.policy;

import dev.jclip.io.IoReason;
import dev.jclip.io.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A YAML file and the places of what stands in it. YAML 1.2 in UTF-8; numbers, truth values and
 * texts are told by the core schema, so that {@code no} is a text.
 *
 * @param name what messages call the file
 * @param text its content
 */
record YamlSource(String name, String text) {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_ALIASES = 50;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /**
   * Reads a file.
   *
   * @throws PolicyException if it cannot be read, is larger than 1 MiB, or is not in UTF-8
   */
  static YamlSource read(Path file) {
    try {
      return of(file.toString(), WholeFile.read(file, MAX_BYTES));
    } catch (IOException e) {
      throw new PolicyException("%s:1:1: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  /** Takes the bytes of a file. */
  static YamlSource of(String name, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new PolicyException(
          "%s:%s: expected text in UTF-8, found the byte 0x%02x; save the file in UTF-8"
              .formatted(name, endOf(text), bytes[in.position()] & 0xff),
          new CharacterCodingException());
    }
    if (text.indexOf('\0') >= 0) {
      throw new PolicyException(
          "%s:%s: expected text in UTF-8, found a zero byte; save the file in UTF-8"
              .formatted(name, endOf(text.substring(0, text.indexOf('\0')))));
    }
    return new YamlSource(
        name, !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
  }

  private static String endOf(String text) {
    long line = 1 + text.chars().filter(c -> c == '\n').count();
    return line + ":" + (text.length() - text.lastIndexOf('\n'));
  }

  /**
   * The mapping that the file holds.
   *
   * @throws PolicyException if the file is no YAML, or holds no mapping or several documents
   */
  YamlMapping mapping() {
    var settings =
        LoadSettings.builder()
            .setLabel(name)
            .setAllowDuplicateKeys(true) // they are refused with their place by YamlMapping
            .setAllowNonScalarKeys(true) // and so are these
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(MAX_BYTES)
            .build();
    try {
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        throw new PolicyException(name + ":1:1: expected a policy, found an empty file");
      }
      Node first = documents.next();
      if (documents.hasNext()) {
        throw error(documents.next(), "expected one policy, found a second document");
      }
      return YamlMapping.of(this, "the policy", first);
    } catch (MarkedYamlEngineException e) {
      throw new PolicyException(
          "%s: %s".formatted(place(e.getProblemMark().or(e::getContextMark)), problem(e)), e);
    } catch (ReaderException e) {
      throw new PolicyException(
          "%s:%s: expected text, found the character U+%04X"
              .formatted(
                  name,
                  endOf(text.substring(0, text.offsetByCodePoints(0, e.getPosition()))),
                  e.getCodePoint()),
          e);
    } catch (YamlEngineException e) {
      throw new PolicyException("%s:1:1: no YAML: %s".formatted(name, e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new PolicyException(name + ":1:1: the values are nested too deeply", e);
    }
  }

  private static String problem(MarkedYamlEngineException failure) {
    String context = failure.getContext() == null ? "" : failure.getContext() + ": ";
    return "no YAML: " + context + failure.getProblem();
  }

  /** An error at a node. */
  PolicyException error(Node node, String message) {
    return new PolicyException(place(node.getStartMark()) + ": " + message);
  }

  /** Where a node begins, as {@code file:line:column}. */
  String place(Node node) {
    return place(node.getStartMark());
  }

  private String place(Optional<Mark> mark) {
    return mark.map(m -> "%s:%d:%d".formatted(name, m.getLine() + 1, m.getColumn() + 1))
        .orElse(name + ":1:1");
  }
}

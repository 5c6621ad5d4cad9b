package dev.jclip.cli.command.bench;

import dev.jclip.error.ClipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A figure that the peers' script printed.
 *
 * @param peer the library's name
 * @param precision what it computed in
 * @param what {@code image}, {@code text} or {@code files}
 * @param batch inputs of a call
 * @param perSecond inputs a second
 * @param milliseconds of a call
 */
record PeerLine(
    String peer, String precision, String what, int batch, double perSecond, double milliseconds) {
  /** Reads a line of the script's stdout. */
  static PeerLine parse(String line) {
    try {
      JsonNode node = JsonMapper.shared().readTree(line);
      return new PeerLine(
          node.required("peer").stringValue(),
          node.required("precision").stringValue(),
          node.required("what").stringValue(),
          node.required("batch").intValue(),
          node.required("per_second").doubleValue(),
          node.required("ms").doubleValue());
    } catch (JacksonException e) {
      throw new ClipException(
          "peers: expected a JSON line with peer, precision, what, batch, per_second and ms, found "
              + line,
          e);
    }
  }
}

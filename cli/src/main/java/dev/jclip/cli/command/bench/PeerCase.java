package dev.jclip.cli.command.bench;

import dev.jclip.error.ClipException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a peer is about to compute.
 *
 * @param peer the library's name
 * @param precision what it computes in
 * @param what {@code image}, {@code text} or {@code files}
 * @param batch inputs of a call
 */
record PeerCase(String peer, String precision, String what, int batch) {
  private static final String FLOAT32 = "f32";

  /** Reads a line of the peers' process. */
  static PeerCase parse(String line) {
    try {
      JsonNode node = JsonMapper.shared().readTree(line);
      return new PeerCase(
          node.required("peer").stringValue(),
          node.required("precision").stringValue(),
          node.required("what").stringValue(),
          node.required("batch").intValue());
    } catch (JacksonException e) {
      throw new ClipException(
          "peers: expected a JSON line with peer, precision, what and batch, found " + line, e);
    }
  }

  /** Whether it is in float32. */
  boolean isFloat32() {
    return precision.equals(FLOAT32);
  }

  /** For people. */
  @Override
  public String toString() {
    return "%s %s, %s of %d".formatted(peer, precision, what, batch);
  }
}

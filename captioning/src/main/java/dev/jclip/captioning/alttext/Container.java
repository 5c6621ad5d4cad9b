package dev.jclip.captioning.alttext;

import java.util.Optional;

/**
 * A file's bytes as parts, one of which may be a packet of XMP. Images keep every byte of the
 * others.
 */
interface Container {
  /**
   * The packet that the file has.
   *
   * @throws MalformedContainer if the file's parts do not fit together
   */
  Optional<byte[]> packet() throws MalformedContainer;

  /**
   * The whole file with another packet, in the place of the old one where there is one.
   *
   * @throws MalformedContainer if the file's parts do not fit together, or the packet does not fit
   *     into it
   */
  byte[] with(byte[] packet) throws MalformedContainer;

  /**
   * The parts of a file are not as its format has them; the message is the part of a sentence after
   * the file's name.
   */
  final class MalformedContainer extends Exception {
    private static final long serialVersionUID = 1;

    MalformedContainer(String message) {
      super(message);
    }
  }
}

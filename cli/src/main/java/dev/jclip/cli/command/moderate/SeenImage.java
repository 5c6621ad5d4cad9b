package dev.jclip.cli.command.moderate;

import dev.jclip.cli.input.Inputs.Input;

/**
 * What is kept of an image that was read until it is decided about.
 *
 * @param sha256 of its file, in hexadecimal
 * @param preview a small copy as a JPEG file; empty where nobody wants one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SeenImage(Input input, String sha256, byte[] preview) {
  String name() {
    return input.name();
  }
}

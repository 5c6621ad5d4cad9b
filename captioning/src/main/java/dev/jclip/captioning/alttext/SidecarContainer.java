package dev.jclip.captioning.alttext;

import java.util.Optional;

/** A file that is a packet and nothing else: {@code photo.jpg.xmp}. */
final class SidecarContainer implements Container {
  private final byte[] file;

  /** Takes what the file holds, empty if it is not there yet. */
  SidecarContainer(byte[] file) {
    this.file = file;
  }

  @Override
  public Optional<byte[]> packet() {
    return file.length == 0 ? Optional.empty() : Optional.of(file);
  }

  @Override
  public byte[] with(byte[] packet) {
    return packet;
  }
}

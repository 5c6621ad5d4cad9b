package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the frame header (SOF) of a JPEG file says. */
record JpegFrame(boolean progressive, int width, int height, List<Component> components) {
  private static final int BASELINE = 0xc0;
  private static final int EXTENDED = 0xc1;
  private static final int PROGRESSIVE = 0xc2;
  private static final int HEADER_BYTES = 8;

  /** A colour component and how many blocks of it lie side by side in a unit of the file. */
  record Component(int id, int horizontal, int vertical) {}

  /** Whether a marker starts a frame; 0xc4, 0xc8 and 0xcc among them do not. */
  static boolean isFrame(int marker) {
    return marker == BASELINE || (marker > BASELINE && marker <= 0xcf && marker % 4 != 0);
  }

  /**
   * Reads a frame header.
   *
   * @param at offset of the segment's length
   */
  static JpegFrame read(FileBytes file, int marker, int at, int length) {
    String process =
        switch (marker) {
          case BASELINE, EXTENDED, PROGRESSIVE -> null;
          case 0xc3 -> "lossless";
          case 0xc9, 0xca -> "arithmetic";
          default -> "hierarchical or lossless arithmetic";
        };
    rejectUnsupported(process, file.u8(at + 2));
    var components = new ArrayList<Component>();
    int numComponents = file.u8(at + 7);
    if (length != HEADER_BYTES + 3 * numComponents) {
      throw new ImageException("JPEG: damaged frame header at offset " + at);
    }
    for (int i = 0; i < numComponents; i++) {
      int entry = at + HEADER_BYTES + 3 * i;
      var component =
          new Component(file.u8(entry), file.u8(entry + 1) >> 4, file.u8(entry + 1) & 15);
      if (component.horizontal < 1
          || component.horizontal > 4
          || component.vertical < 1
          || component.vertical > 4) {
        throw new ImageException("JPEG: damaged sampling factors at offset " + entry);
      }
      components.add(component);
    }
    if (numComponents != 1 && numComponents != 3 && numComponents != 4) {
      throw new ImageException(
          "JPEG: expected 1, 3 or 4 colour components, found " + numComponents);
    }
    return new JpegFrame(
        marker == PROGRESSIVE, file.u16(at + 5), file.u16(at + 3), List.copyOf(components));
  }

  private static void rejectUnsupported(@Nullable String process, int precision) {
    if (process != null || precision != 8) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "JPEG: %s coding with %d bits a sample is not supported; save it as baseline with 8",
              process == null ? "Huffman" : process,
              precision));
    }
  }

  Component component(int id) {
    for (Component component : components) {
      if (component.id == id) {
        return component;
      }
    }
    throw new ImageException("JPEG: a scan names component " + id + ", which the frame has not");
  }

  /** How many blocks of 8x8 samples a scan of these components codes, for each of them. */
  long numBlocks(Component component, boolean interleaved) {
    int maxHorizontal = components.stream().mapToInt(Component::horizontal).max().orElse(1);
    int maxVertical = components.stream().mapToInt(Component::vertical).max().orElse(1);
    if (interleaved) {
      long units =
          (long) Math.ceilDiv(width, 8 * maxHorizontal) * Math.ceilDiv(height, 8 * maxVertical);
      return units * component.horizontal * component.vertical;
    }
    int columns = Math.ceilDiv(width * component.horizontal, maxHorizontal);
    int rows = Math.ceilDiv(height * component.vertical, maxVertical);
    return (long) Math.ceilDiv(columns, 8) * Math.ceilDiv(rows, 8);
  }
}

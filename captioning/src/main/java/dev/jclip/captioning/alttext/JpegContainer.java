package dev.jclip.captioning.alttext;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The segments of a JPEG before its compressed data (ITU-T T.81, annex B). XMP stands in a segment
 * APP1 of its own (Adobe, XMP Specification Part 3, section 1.1.3). Further packets of more than 64
 * kB ("extended XMP") stay as they are.
 */
final class JpegContainer implements Container {
  private static final byte[] XMP =
      "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] SEVERAL_IMAGES = "MPF\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int LONGEST_SEGMENT = 65_535;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int START_OF_SCAN = 0xDA;

  private final byte[] file;

  /**
   * A segment from its marker to its end, in the file; its content begins four bytes behind its
   * marker.
   */
  private record Segment(int marker, int from, int to) {}

  JpegContainer(byte[] file) {
    this.file = file;
  }

  /** Whether a file begins as a JPEG does. */
  static boolean is(byte[] file) {
    return file.length > 3
        && (file[0] & 0xFF) == 0xFF
        && (file[1] & 0xFF) == 0xD8
        && (file[2] & 0xFF) == 0xFF;
  }

  /** The segments from the start of the image to that of the scan. */
  private List<Segment> segments() throws MalformedContainer {
    var segments = new ArrayList<Segment>();
    int at = 2;
    while (at + 4 <= file.length) {
      int from = at;
      while (at + 4 < file.length && (file[at] & 0xFF) == 0xFF && (file[at + 1] & 0xFF) == 0xFF) {
        at++; // Any marker may have fill bytes before it.
      }
      int marker = file[at + 1] & 0xFF;
      if ((file[at] & 0xFF) != 0xFF || marker == 0) {
        throw new MalformedContainer("expected a marker of the JPEG at byte " + at);
      }
      if (marker == START_OF_SCAN) {
        segments.add(new Segment(marker, from, from));
        return segments;
      }
      int length = ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
      if (length < 2 || length > file.length - at - 2) {
        throw new MalformedContainer(
            "a segment of the JPEG at byte %d is longer than the file".formatted(at));
      }
      if (at == from) {
        segments.add(new Segment(marker, from, at + 2 + length));
      } else {
        segments.add(new Segment(0, from, at)); // the fill bytes alone
        segments.add(new Segment(marker, at, at + 2 + length));
      }
      at += 2 + length;
    }
    throw new MalformedContainer("the JPEG ends before its image begins");
  }

  private boolean begins(Segment segment, int marker, byte[] name) {
    int content = segment.from() + 4;
    return segment.marker() == marker
        && segment.to() - content >= name.length
        && Arrays.equals(file, content, content + name.length, name, 0, name.length);
  }

  private boolean isXmp(Segment segment) {
    return begins(segment, APP1, XMP);
  }

  @Override
  public Optional<byte[]> packet() throws MalformedContainer {
    return segments().stream()
        .filter(this::isXmp)
        .findFirst()
        .map(segment -> Arrays.copyOfRange(file, segment.from() + 4 + XMP.length, segment.to()));
  }

  @Override
  public byte[] with(byte[] packet) throws MalformedContainer {
    int length = 2 + XMP.length + packet.length;
    if (length > LONGEST_SEGMENT) {
      throw new MalformedContainer(
          "its XMP would have %d bytes, and a JPEG holds %d at most"
              .formatted(packet.length, LONGEST_SEGMENT - 2 - XMP.length));
    }
    List<Segment> segments = segments();
    if (segments.stream().anyMatch(segment -> begins(segment, APP2, SEVERAL_IMAGES))) {
      throw new MalformedContainer(
          "it holds several images, and the places of the others would no longer be right");
    }
    var out = new ByteArrayOutputStream(file.length + length + 2);
    out.write(file, 0, 2);
    Segment place = place(segments);
    boolean written = false;
    for (Segment segment : segments) {
      if (!written && segment.equals(place)) {
        out.write(0xFF);
        out.write(APP1);
        out.write(length >> 8);
        out.write(length);
        out.writeBytes(XMP);
        out.writeBytes(packet);
        written = true;
      }
      if (!isXmp(segment)) {
        out.write(file, segment.from(), segment.to() - segment.from());
      }
    }
    int scan = segments.getLast().from();
    out.write(file, scan, file.length - scan);
    return out.toByteArray();
  }

  /**
   * The segment that the packet is written before: the old packet, or the first behind JFIF and
   * EXIF.
   */
  private Segment place(List<Segment> segments) {
    return segments.stream()
        .filter(this::isXmp)
        .findFirst()
        .orElseGet(
            () ->
                segments.stream()
                    .filter(segment -> segment.marker() != APP0 && segment.marker() != APP1)
                    .findFirst()
                    .orElseThrow());
  }
}

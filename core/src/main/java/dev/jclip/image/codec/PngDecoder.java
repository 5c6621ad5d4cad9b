package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads PNG (ISO/IEC 15948) of every colour type and depth; of an animation, the image that
 * programs without animation show.
 */
final class PngDecoder {
  private static final int SIGNATURE_BYTES = 8;
  private static final int HEADER_BYTES = 13;
  private static final int CHUNK_OVERHEAD = 12;

  private final FileBytes file;
  private final PngHeader header;
  private final List<Inflation.Range> pixelData = new ArrayList<>();
  private @Nullable Palette palette;
  private final PngMetadata metadata = new PngMetadata();

  private PngDecoder(FileBytes file, PngHeader header) {
    this.file = file;
    this.header = header;
  }

  static StoredImage decode(byte[] bytes, long maxPixels) {
    var file = new FileBytes(bytes, ByteOrder.BIG_ENDIAN);
    if (!file.tag(SIGNATURE_BYTES + 4).equals("IHDR")
        || file.u32(SIGNATURE_BYTES) != HEADER_BYTES) {
      throw new ImageException(
          "PNG: expected an IHDR chunk of 13 bytes first, found " + file.tag(SIGNATURE_BYTES + 4));
    }
    checkCrc(file, SIGNATURE_BYTES);
    PngHeader header = PngHeader.read(file, SIGNATURE_BYTES + 8);
    StoredImage.checkSize(header.width(), header.height(), maxPixels);
    var decoder = new PngDecoder(file, header);
    decoder.readChunks();
    return decoder.readPixels();
  }

  /** Notes where the pixels are; a file may end without IEND once it has them all. */
  private void readChunks() {
    long at = SIGNATURE_BYTES + HEADER_BYTES + CHUNK_OVERHEAD;
    while (at + CHUNK_OVERHEAD <= file.length() && !file.tag(at + 4).equals("IEND")) {
      long length = file.u32(at);
      int data = file.check(at + 8, length + 4);
      switch (file.tag(at + 4)) {
        case "PLTE" -> {
          checkCrc(file, at);
          palette = Palette.read(file, data, (int) length / 3, 3, 0, 2);
        }
        case "IDAT" -> {
          checkCrc(file, at);
          pixelData.add(new Inflation.Range(data, (int) length));
        }
        case "eXIf", "tEXt", "zTXt", "iTXt" ->
            metadata.add(file.tag(at + 4), file.copy(data, (int) length));
        default -> {}
      }
      at += length + CHUNK_OVERHEAD;
    }
  }

  private static void checkCrc(FileBytes file, long chunk) {
    long length = file.u32(chunk);
    int from = file.check(chunk + 4, length + 8);
    var crc = new CRC32();
    crc.update(file.array(), from, (int) length + 4);
    if (crc.getValue() != file.u32(from + length + 4)) {
      throw new ImageException(
          "PNG: chunk %s at offset %d is damaged: its checksum does not match"
              .formatted(file.tag(from), chunk));
    }
  }

  private StoredImage readPixels() {
    RowFormat format = header.rowFormat(palette);
    byte[] raw = Inflation.inflate(file.array(), pixelData, header.rawBytes());
    byte[] rgb = StoredImage.allocate(header.width(), header.height());
    int at = 0;
    for (PngHeader.Pass pass : header.passes()) {
      at = readPass(pass, raw, at, format, rgb);
    }
    return new StoredImage(header.width(), header.height(), rgb, metadata.orientation());
  }

  /** Returns the index after the pass in {@code raw}. */
  private int readPass(PngHeader.Pass pass, byte[] raw, int start, RowFormat format, byte[] rgb) {
    int rowBytes = (int) header.rowBytes(pass.width()); // less than raw.length
    int at = start;
    for (int y = 0; y < pass.height(); y++) {
      int above = y == 0 ? PngFilter.NO_ROW : at - rowBytes;
      PngFilter.undo(raw, at + 1, rowBytes, above, header.filterDistance());
      int row = pass.firstRow() + y * pass.rowStep();
      int to = 3 * (row * header.width() + pass.firstColumn());
      format.convert(raw, at + 1, pass.width(), rgb, to, 3 * pass.columnStep());
      at += 1 + rowBytes;
    }
    return at;
  }
}

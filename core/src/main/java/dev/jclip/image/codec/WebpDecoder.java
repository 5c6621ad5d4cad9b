package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads WebP (RFC 9649), lossy and lossless; of an animation the first frame, on a black canvas.
 * Only the coded colours go to the native decoder: alpha would be dropped, and metadata is read
 * here.
 */
final class WebpDecoder {
  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int EXIF_FEATURE = 8;
  private static final int XMP_FEATURE = 4;

  private static final String DECODER_MISSING =
      "WebP: expected the artifact dev.jclip:jclip-image-native on the class path, which decodes it;"
          + " add it, or convert the file to PNG";

  /** OpenCV looks at so many bytes before it asks libwebp. */
  private static final int MIN_FILE_BYTES = 32;

  private final FileBytes file;
  private final long end;
  private long canvasWidth;
  private long canvasHeight;
  private long pictureAt = -1;
  private long frameAt = -1;
  private int features;
  private byte @Nullable [] exif;
  private byte @Nullable [] xmp;

  private WebpDecoder(byte[] bytes) {
    this.file = new FileBytes(bytes, ByteOrder.LITTLE_ENDIAN);
    this.end = CHUNK_HEADER_BYTES + file.u32(4);
    file.check(0, end);
  }

  static StoredImage decode(byte[] bytes, long maxPixels) {
    var decoder = new WebpDecoder(bytes);
    decoder.readChunks(RIFF_HEADER_BYTES, decoder.end);
    return decoder.readPicture(maxPixels);
  }

  private void readChunks(long start, long limit) {
    long at = start;
    while (at + CHUNK_HEADER_BYTES <= limit) {
      long length = file.u32(at + 4);
      int data = file.check(at + CHUNK_HEADER_BYTES, length);
      switch (file.tag(at)) {
        case "VP8X" -> {
          features = file.u8(data);
          canvasWidth = 1 + (file.u32(data + 4) & 0xffffff);
          canvasHeight = 1 + (file.u32(data + 6) >> 8);
        }
        case "VP8 ", "VP8L" -> pictureAt = pictureAt < 0 ? at : pictureAt;
        case "ANMF" -> {
          if (pictureAt < 0 && frameAt < 0) { // the first frame; frames do not nest
            frameAt = data;
            readChunks(data + FRAME_HEADER_BYTES, data + length);
          }
        }
        case "EXIF" -> exif = metadata(exif, EXIF_FEATURE, data, (int) length);
        case "XMP " -> xmp = metadata(xmp, XMP_FEATURE, data, (int) length);
        default -> {}
      }
      at += CHUNK_HEADER_BYTES + length + length % 2;
    }
  }

  /** As in libwebp, the first chunk counts, and only if the header announces it. */
  private byte @Nullable [] metadata(byte @Nullable [] known, int feature, int data, int length) {
    return known == null && (features & feature) != 0 ? file.copy(data, length) : known;
  }

  private int orientation() {
    return Orientation.of(exif, xmp);
  }

  private StoredImage readPicture(long maxPixels) {
    if (pictureAt < 0) {
      throw new ImageException("WebP: expected a VP8 or VP8L chunk, found none");
    }
    WebpBitstream picture = WebpBitstream.read(file, pictureAt);
    StoredImage.checkSize(picture.width(), picture.height(), maxPixels);
    if (frameAt < 0) {
      if (canvasWidth > 0 && (canvasWidth != picture.width() || canvasHeight != picture.height())) {
        throw new ImageException(
            "WebP: damaged: the canvas has %dx%d pixels, the image %dx%d"
                .formatted(canvasWidth, canvasHeight, picture.width(), picture.height()));
      }
      return new StoredImage(picture.width(), picture.height(), pixels(picture), orientation());
    }
    return onCanvas(picture, maxPixels);
  }

  private StoredImage onCanvas(WebpBitstream picture, long maxPixels) {
    long left = 2 * (file.u32(frameAt) & 0xffffff);
    long top = 2 * (file.u32(frameAt + 2) >> 8);
    StoredImage.checkSize(canvasWidth, canvasHeight, maxPixels);
    if (left + picture.width() > canvasWidth || top + picture.height() > canvasHeight) {
      throw new ImageException(
          "WebP: damaged: a frame of %dx%d pixels at %d,%d lies outside the canvas of %dx%d"
              .formatted(picture.width(), picture.height(), left, top, canvasWidth, canvasHeight));
    }
    int width = (int) canvasWidth;
    int height = (int) canvasHeight;
    byte[] frame = pixels(picture);
    Canvas.checkCoverage((long) picture.width() * picture.height(), width, height);
    byte[] rgb = StoredImage.allocate(width, height);
    int rowBytes = 3 * picture.width();
    for (int y = 0; y < picture.height(); y++) {
      int to = 3 * ((int) (top + y) * width + (int) left);
      System.arraycopy(frame, y * rowBytes, rgb, to, rowBytes);
    }
    return new StoredImage(width, height, rgb, orientation());
  }

  /** Wraps the image's chunk as a file of its own, padded with zeros, and decodes that. */
  private byte[] pixels(WebpBitstream picture) {
    int chunkBytes = CHUNK_HEADER_BYTES + (int) file.u32(pictureAt + 4);
    int riffBytes = RIFF_HEADER_BYTES + chunkBytes + chunkBytes % 2;
    ByteBuffer simple = ByteBuffer.allocate(Math.max(riffBytes, MIN_FILE_BYTES));
    simple.order(ByteOrder.LITTLE_ENDIAN);
    simple.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(riffBytes - CHUNK_HEADER_BYTES);
    simple.put("WEBP".getBytes(StandardCharsets.US_ASCII));
    simple.put(file.array(), (int) pictureAt, chunkBytes);
    return InstalledDecoder.get()
        .orElseThrow(() -> new ImageException(DECODER_MISSING))
        .decode(simple.array(), picture.width(), picture.height())
        .orElseThrow(() -> new ImageException("WebP: the pixel data is damaged or truncated"));
  }
}

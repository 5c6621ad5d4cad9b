package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final Map<String, byte[]> FILES = PillowCases.files();
  private static final ImageDecoder DECODER = ImageDecoder.create();

  private static byte[] file(String name) {
    return Objects.requireNonNull(FILES.get(name), name).clone();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "....ftypheic" | looks like HEIC
          "....ftypavif" | looks like AVIF
          "....ftypisom" | looks like a video
          "%PDF-1.7" | looks like PDF
          "<?xml version='1.0'?><svg xmlns=''>" | looks like SVG
          "<svg/>" | looks like SVG
          "<!DOCTYPE html><html>" | looks like a web page
          "version https://git-lfs.github.com/spec/v1" | Git LFS pointer
          "P6 3 3 255" | Netpbm
          "a plain sentence" | looks like text
          "\0\0\2\0\0\0\0\0\0\0\0\0\20\0\20\0\30\40" | looks like TGA
          "\0\1\1\0\0\0\1\30\0\0\0\0\20\0\20\0\b\0" | looks like TGA
          "\5\0\13\0\0\0\0\0\0\0\0\0\20\0\20\0\40\b" | looks like TGA
          "\0\0\1\0\1\0\20\20\0\0\1\0" | looks like a Windows icon
          "\0\0\2\0\1\0\40\40\0\0\0\0" | looks like a Windows cursor
          "RIFF....WAVE" | bytes 52 49 46 46
          "" | the file is empty
          """)
  void saysWhatAnUnsupportedFileLooksLike(String start, String message) {
    byte[] bytes = latin1(start + (start.startsWith("RIFF") ? "\0\u0001" : ""));
    assertThatThrownBy(() -> DECODER.decode(bytes, "x.jpg"))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("x.jpg: not a supported image: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("supported are JPEG, PNG, GIF, BMP, TIFF and WebP");
  }

  @Test
  void namesThePathOfAFileThatCannotBeRead(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> DECODER.decode(folder.resolve("none.png")))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("none.png: expected an image file, found no such file");
    assertThatThrownBy(() -> DECODER.decode(folder))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("found a folder");
    Path empty = Files.createFile(folder.resolve("empty.png"));
    assertThatThrownBy(() -> DECODER.decode(empty))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("empty.png: ")
        .hasMessageContaining("the file is empty");
  }

  @Test
  void readsAFileWhateverItsName(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("picture.txt");
    Files.write(path, file("gif-global.gif"));
    assertThat(DECODER.decode(path)).isEqualTo(DECODER.decode(file("gif-global.gif"), "x"));
  }

  /** Cutting off the last bytes may leave all pixels, but a tenth never does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-RGB-baseline.jpg",
        "jpeg-RGB-progressive.jpg",
        "jpeg-CMYK-baseline.jpg",
        "png-color2-8bit-plain.png",
        "png-color2-8bit-adam7.png",
        "gif-global.gif",
        "bmp-24bit-22.bmp",
        "bmp-rle8-0.bmp",
        "tiff-le-rgb-strips.tif",
        "tiff-RGB-tiff_lzw.tif",
        "webp-lossy-RGB-33x31.webp",
        "webp-lossless-RGB-33x31.webp"
      })
  void truncatedFilesAreErrors(String name) {
    byte[] whole = file(name);
    for (int length = 16; length < whole.length * 9 / 10; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DECODER.decode(part, name))
          .as("first %d of %d bytes", length, whole.length)
          .isInstanceOf(ImageException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "png-color2-8bit-plain.png,23x17", "jpeg-RGB-baseline.jpg,23x17", "gif-global.gif,23x17",
    "bmp-24bit-22.bmp,22x5", "tiff-RGB-raw.tif,23x17", "webp-lossy-RGB-33x31.webp,33x31"
  })
  void pixelLimitIsCheckedForEveryFormat(String name, String size) {
    int pixels = size.equals("23x17") ? 391 : size.equals("22x5") ? 110 : 1023;
    var enough = ImageDecoder.create(ImageDecoder.Options.DEFAULT.withMaxPixels(pixels));
    assertThat(enough.decode(file(name), name)).hasToString("RgbImage[" + size + "]");
    var tooFew = ImageDecoder.create(ImageDecoder.Options.DEFAULT.withMaxPixels(pixels - 1));
    assertThatThrownBy(() -> tooFew.decode(file(name), name))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(
            "the header says %s pixels, the limit is %d".formatted(size, pixels - 1));
  }

  @Test
  void headersThatClaimMoreThanTheDataHoldsAreErrors() {
    byte[] jpeg = file("jpeg-RGB-baseline.jpg");
    int frame = indexOf(jpeg, 0xff, 0xc0);
    jpeg[frame + 5] = 40; // height 10257
    jpeg[frame + 7] = 40; // width
    assertThatThrownBy(() -> DECODER.decode(jpeg, "x"))
        .hasMessageContaining("10263x10257 pixels need at least");
    byte[] gif = file("gif-1x1.gif");
    Arrays.fill(gif, 6, 10, (byte) 0x30);
    assertThatThrownBy(() -> DECODER.decode(gif, "x"))
        .hasMessageContaining("12336x12336 pixels, but the file holds only 1");
    byte[] bmp = file("bmp-24bit-22.bmp");
    bmp[23] = 40;
    assertThatThrownBy(() -> DECODER.decode(bmp, "x")).hasMessageContaining("truncated");
    byte[] webp = file("webp-lossy-RGB-33x31.webp");
    int start = indexOf(webp, 0x9d, 0x01);
    webp[start + 4] = 30;
    webp[start + 6] = 30;
    assertThatThrownBy(() -> DECODER.decode(webp, "x")).hasMessageContaining("cannot hold");
    byte[] animation = file("webp-offset-lossless.webp");
    animation[indexOf(animation, 'V', 'P') + 13] = 48; // a canvas 12308 pixels wide
    animation[indexOf(animation, 'V', 'P') + 16] = 48;
    assertThatThrownBy(() -> DECODER.decode(animation, "x"))
        .hasMessageContaining("12308x12313 pixels, but the file holds only 63");
  }

  @Test
  void unsupportedKindsOfJpegAreNamed() {
    byte[] twelveBits = file("jpeg-RGB-baseline.jpg");
    twelveBits[indexOf(twelveBits, 0xff, 0xc0) + 4] = 12;
    assertThatThrownBy(() -> DECODER.decode(twelveBits, "x"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("JPEG: Huffman coding with 12 bits a sample is not supported");
    byte[] arithmetic = file("jpeg-RGB-baseline.jpg");
    arithmetic[indexOf(arithmetic, 0xff, 0xc0) + 1] = (byte) 0xc9;
    assertThatThrownBy(() -> DECODER.decode(arithmetic, "x"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("JPEG: arithmetic coding");
  }

  @Test
  void aJpegWithoutTheDataOfAComponentIsAnError() {
    byte[] jpeg = file("jpeg-RGB-baseline.jpg");
    int scan = indexOf(jpeg, 0xff, 0xda);
    byte[] empty = Arrays.copyOf(jpeg, scan + 2);
    empty[scan + 1] = (byte) 0xd9; // end of image
    assertThatThrownBy(() -> DECODER.decode(empty, "x"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("3 colour components expected, data for 0 found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\r\nwhat a gateway put there", "\u00ff\u00fe\0\4ab"})
  void aBaselineJpegNeedsNoEndMark(String tail) {
    for (String name : List.of("jpeg-RGB-baseline.jpg", "jpeg-CMYK-baseline.jpg")) {
      byte[] whole = file(name);
      byte[] noEnd = endedBy(Arrays.copyOf(whole, whole.length - 2), tail);
      assertThat(DECODER.decode(noEnd, name)).isEqualTo(DECODER.decode(whole, name));
    }
  }

  @Test
  void aJpegThatEndsBeforeItsLastPixelIsAnError() {
    byte[] baseline = file("jpeg-RGB-baseline.jpg");
    byte[] progressive = file("jpeg-RGB-progressive.jpg");
    for (byte[] cut :
        List.of(
            Arrays.copyOf(baseline, baseline.length - 3),
            Arrays.copyOf(baseline, baseline.length - 9),
            Arrays.copyOf(progressive, progressive.length - 2))) {
      assertThatThrownBy(() -> DECODER.decode(cut, "x"))
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("x: JPEG: truncated: the file ends");
    }
  }

  private static byte[] endedBy(byte[] start, String tail) {
    byte[] whole = Arrays.copyOf(start, start.length + tail.length());
    System.arraycopy(latin1(tail), 0, whole, start.length, tail.length());
    return whole;
  }

  @Test
  void damagedPngChunkIsNamed() {
    byte[] png = file("png-color2-8bit-plain.png");
    png[indexOf(png, 'D', 'A') + 20] ^= 1;
    assertThatThrownBy(() -> DECODER.decode(png, "x"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("x: PNG: chunk IDAT at offset 33 is damaged");
  }

  @Test
  void smallErrorsInJpegDataAreToleratedAsPillowDoes() {
    byte[] jpeg = file("jpeg-RGB-progressive.jpg");
    int scan = indexOf(jpeg, 0xff, 0xda);
    byte[] stray = Arrays.copyOf(jpeg, jpeg.length + 4);
    int end = indexOf(Arrays.copyOfRange(jpeg, scan + 2, jpeg.length), 0xff, 0xc4) + scan + 2;
    Arrays.fill(stray, end, end + 4, (byte) 0x55);
    System.arraycopy(jpeg, end, stray, end + 4, jpeg.length - end);
    assertThat(DECODER.decode(stray, "stray")).isEqualTo(DECODER.decode(jpeg, "whole"));
  }

  private static int indexOf(byte[] bytes, int first, int second) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) first && bytes[i + 1] == (byte) second) {
        return i;
      }
    }
    throw new AssertionError("no such bytes");
  }

  @Test
  void eightThreadsGiveThePixelsOfOne() throws Exception {
    for (String name : List.of("jpeg-RGB-baseline.jpg", "webp-lossy-RGB-33x31.webp", "icc.png")) {
      RgbImage expected = DECODER.decode(file(name), name);
      Callable<RgbImage> task = () -> DECODER.decode(file(name), name);
      try (var threads = Executors.newFixedThreadPool(8)) {
        for (Future<RgbImage> result : threads.invokeAll(Collections.nCopies(64, task))) {
          assertThat(result.get()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aLimitBelowOneIsTheCallersMistake() {
    assertThatThrownBy(() -> ImageDecoder.Options.DEFAULT.withMaxPixels(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxPixels: expected 1..715827879, found 0");
  }
}

package dev.jclip.image.codec;

import dev.jclip.javacpp.ProcessLimit;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The one call into OpenCV. It has no options of its own: metadata has been taken out of the files
 * before, so that OpenCV neither parses nor applies any.
 */
final class OpenCv {
  private static final int FLAGS =
      opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  static {
    ProcessLimit.lift();
  }

  private OpenCv() {}

  /**
   * Decodes a JPEG or WebP file.
   *
   * @return [height, width, 3] or nothing when the decoder refuses the file
   */
  static Optional<byte[]> decode(byte[] file, int width, int height) {
    try (var pointer = new BytePointer(file);
        var encoded = new Mat(1, file.length, opencv_core.CV_8UC1, pointer);
        Mat decoded = opencv_imgcodecs.imdecode(encoded, FLAGS)) {
      if (decoded.cols() != width
          || decoded.rows() != height
          || decoded.type() != opencv_core.CV_8UC3
          || !decoded.isContinuous()) {
        return Optional.empty();
      }
      byte[] rgb = StoredImage.allocate(width, height);
      decoded.data().get(rgb);
      return Optional.of(rgb);
    } catch (RuntimeException e) { // how JavaCPP passes on a C++ exception
      return Optional.empty();
    }
  }
}

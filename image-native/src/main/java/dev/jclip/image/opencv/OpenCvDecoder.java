package dev.jclip.image.opencv;

import dev.jclip.image.codec.NativeDecoder;
import dev.jclip.javacpp.ProcessLimit;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * JPEG and WebP through OpenCV. It has no options of its own: metadata has been taken out of the
 * files before, so that OpenCV neither parses nor applies any.
 */
public final class OpenCvDecoder implements NativeDecoder {
  private static final int FLAGS =
      opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  static {
    ProcessLimit.lift(Pointer::maxPhysicalBytes);
  }

  /** Loads the library. */
  public OpenCvDecoder() {
    Loader.load(opencv_imgcodecs.class);
  }

  @Override
  public Optional<byte[]> decode(byte[] file, int width, int height) {
    try (var pointer = new BytePointer(file);
        var encoded = new Mat(1, file.length, opencv_core.CV_8UC1, pointer);
        Mat decoded = opencv_imgcodecs.imdecode(encoded, FLAGS)) {
      if (decoded.cols() != width
          || decoded.rows() != height
          || decoded.type() != opencv_core.CV_8UC3
          || !decoded.isContinuous()) {
        return Optional.empty();
      }
      byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
      decoded.data().get(rgb);
      return Optional.of(rgb);
    } catch (RuntimeException e) { // how JavaCPP passes on a C++ exception
      return Optional.empty();
    }
  }
}

package dev.jclip.image.codec;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link NativeDecoder} of this program, if it has one that runs on this machine. */
final class InstalledDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(InstalledDecoder.class);

  /** Found once, when the first image is decoded. */
  private static final Optional<NativeDecoder> FOUND = find();

  private InstalledDecoder() {}

  static Optional<NativeDecoder> find(ServiceLoader<NativeDecoder> services) {
    try {
      return services.findFirst();
    } catch (ServiceConfigurationError | LinkageError e) {
      LOG.warn(
          "jclip-image-native is there, but its library does not load here, so JPEG is decoded in"
              + " Java and WebP is refused: add org.bytedeco:opencv for this platform, or leave"
              + " jclip-image-native out",
          e);
      return Optional.empty();
    }
  }

  private static Optional<NativeDecoder> find() {
    return find(ServiceLoader.load(NativeDecoder.class, NativeDecoder.class.getClassLoader()));
  }

  static Optional<NativeDecoder> get() {
    return FOUND;
  }
}

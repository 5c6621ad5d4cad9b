package dev.jclip.image.codec;

import dev.jclip.javacpp.NativesArtifact;
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
          "jclip-image-native is there, but its native libraries do not load, so JPEG is decoded in"
              + " Java and WebP is refused; where they are missing, {}, or leave"
              + " jclip-image-native out",
          NativesArtifact.advice(),
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

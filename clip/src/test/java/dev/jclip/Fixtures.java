package dev.jclip;

import java.nio.file.Path;

/** Files that several tests use. */
final class Fixtures {
  /** A small model with vocabulary, preprocessing and an image. */
  static final Path MODEL = Path.of("../engine/src/test/resources/golden/models/end-to-end");

  /** A small OWLv2 model with vocabulary and preprocessing. */
  static final Path DETECTOR = Path.of("../engine/src/test/resources/golden/owl/owlv2");

  static final Path PICTURE = MODEL.resolve("picture.jpg");

  private Fixtures() {}
}

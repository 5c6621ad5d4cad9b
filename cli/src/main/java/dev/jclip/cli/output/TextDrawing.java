package dev.jclip.cli.output;

import dev.jclip.error.ClipException;
import java.awt.AWTError;
import java.awt.image.BufferedImage;
import java.util.function.Supplier;

/** Images with text, which not every machine can draw. */
public final class TextDrawing {
  private TextDrawing() {}

  /**
   * Draws an image.
   *
   * @throws ClipException if this machine cannot draw text
   */
  public static BufferedImage of(Supplier<BufferedImage> drawing) {
    try {
      return drawing.get();
    } catch (AWTError | LinkageError | InternalError e) {
      throw new ClipException(
          "this Java cannot draw text (%s); install fontconfig and a font such as DejaVu"
              .formatted(e),
          e);
    }
  }
}

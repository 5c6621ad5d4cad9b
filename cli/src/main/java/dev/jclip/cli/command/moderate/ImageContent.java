package dev.jclip.cli.command.moderate;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.error.ImageException;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import java.io.IOException;

/** The bytes of inputs. */
final class ImageContent {
  private ImageContent() {}

  /**
   * Reads an input's bytes.
   *
   * @throws ImageException if there are none
   */
  static byte[] of(Input input) {
    return switch (input) {
      case Input.Picture picture -> read(picture);
      case Input.Stored stored -> stored.content().get();
      case Input.Nothing nothing -> throw new ImageException(nothing.reason());
    };
  }

  private static byte[] read(Input.Picture picture) {
    try {
      return PictureFile.read(picture.file());
    } catch (IOException e) {
      throw new ImageException(
          "%s: cannot be read: %s".formatted(picture.file(), IoReason.of(e)), e);
    }
  }
}

package dev.jclip.cli.command.detect;

import dev.jclip.cli.output.Png;
import java.nio.file.Path;

/** Writes the mask of each detection, numbered in their order from 1. */
record MaskFiles(OutputFolder folder) implements FoundListener {
  @Override
  public void found(FoundImage image) {
    Path place = folder.place(image);
    for (int i = 0; i < image.objects().size(); i++) {
      String ending = ".%d.png".formatted(i + 1);
      image
          .objects()
          .get(i)
          .region()
          .ifPresent(region -> OutputFolder.write(place, ending, Png.encode(region.image())));
    }
  }
}

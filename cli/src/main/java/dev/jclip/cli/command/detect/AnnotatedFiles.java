package dev.jclip.cli.command.detect;

import dev.jclip.cli.output.Png;
import dev.jclip.cli.output.TextDrawing;

/** Writes each image with what was found in it. */
record AnnotatedFiles(OutputFolder folder) implements FoundListener {
  @Override
  public void found(FoundImage image) {
    var annotated = new AnnotatedImage(image.image(), image.objects());
    OutputFolder.write(folder.place(image), ".png", Png.encode(TextDrawing.of(annotated::drawn)));
  }
}

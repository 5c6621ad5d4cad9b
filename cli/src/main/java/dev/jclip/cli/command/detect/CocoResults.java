package dev.jclip.cli.command.detect;

import dev.jclip.cli.output.GradualFile;
import java.nio.file.Path;

/** COCO results: a list of detections, with the boxes as the model gives them. */
final class CocoResults implements FoundListener {
  private final GradualFile file;
  private String before = "[\n";

  CocoResults(Path file) {
    this.file = new GradualFile(file);
  }

  @Override
  public void found(FoundImage image) {
    for (FoundObject object : image.objects()) {
      file.write(before + Coco.json(Coco.place(image, object, object.detection().box())));
      before = ",\n";
    }
  }

  @Override
  public void finish() {
    file.write(before.startsWith("[") ? "[]\n" : "\n]\n");
    file.finish();
  }

  @Override
  public void close() {
    file.close();
  }
}

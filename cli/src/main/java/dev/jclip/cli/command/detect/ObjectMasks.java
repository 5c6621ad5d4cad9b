package dev.jclip.cli.command.detect;

import dev.jclip.detect.Detection;
import dev.jclip.image.RgbImage;
import java.util.List;
import java.util.Optional;

/** Says which pixels of an image belong to detections. */
@FunctionalInterface
interface ObjectMasks extends AutoCloseable {
  /** Does not say it. */
  ObjectMasks NONE =
      (_, detections) ->
          detections.stream()
              .map(detection -> new FoundObject(detection, Optional.empty()))
              .toList();

  /** The detections of an image, in their order. */
  List<FoundObject> regions(RgbImage image, List<Detection> detections);

  @Override
  default void close() {}
}

package dev.jclip.cli.command.bench;

import dev.jclip.Clip;
import java.util.List;

/** The embeddings of a workload's pictures and captions, in order. */
record Embedded(List<float[]> images, List<float[]> texts) {
  /** What a model makes of them, files so many at a time. */
  static Embedded by(Clip clip, Workload workload, int batchSize) {
    return new Embedded(
        workload.embedImages(clip, batchSize), clip.encodeTexts(workload.captions()));
  }
}

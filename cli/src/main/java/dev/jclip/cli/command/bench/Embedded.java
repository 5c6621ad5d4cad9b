package dev.jclip.cli.command.bench;

import dev.jclip.Clip;
import java.util.List;

/** The embeddings of a workload's images and captions, in order. */
record Embedded(List<float[]> images, List<float[]> texts) {
  /** What a model makes of them. */
  static Embedded by(Clip clip, Workload workload) {
    return new Embedded(workload.embedImages(clip), clip.encodeTexts(workload.captions()));
  }
}

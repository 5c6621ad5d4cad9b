package dev.jclip.cli.option;

import dev.jclip.train.watch.Remedy;
import java.util.List;

/** The options of {@code jclip train} by which a doctor's remedies are set. */
public final class RemedyOptions {
  private RemedyOptions() {}

  /** The options in the order of the remedies. */
  public static List<String> of(List<Remedy> remedies) {
    return remedies.stream().map(RemedyOptions::of).toList();
  }

  private static String of(Remedy remedy) {
    return switch (remedy) {
      case LEARNING_RATE -> "--lr";
      case WARMUP -> "--warmup";
      case GRADIENT_CLIPPING -> "--grad-clip-norm";
      case BETA2 -> "--beta2";
      case BATCH_SIZE -> "--batch-size";
      case ACCUMULATION -> "--accum-freq";
      case CAPTION_WEIGHTS -> "--sampled-softmax";
      case DECODING_THREADS -> "--workers";
    };
  }
}

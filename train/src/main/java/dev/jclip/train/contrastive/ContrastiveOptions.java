package dev.jclip.train.contrastive;

import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.step.StepOptions;
import java.util.Optional;

/**
 * What a contrastive run computes.
 *
 * @param loss what is made small
 * @param step how a step is computed
 * @param dropout which patches are left out
 * @param negatives what images are contrasted with besides one another's captions
 * @param captions the loss of the captions that are written, where they are learned
 */
public record ContrastiveOptions(
    ContrastiveLoss loss,
    StepOptions step,
    PatchDropout dropout,
    HardNegatives negatives,
    Optional<CaptionLoss> captions) {
  /** Checks that the parts go together. */
  public ContrastiveOptions {
    if (captions.isPresent() && dropout.drops()) {
      throw new IllegalArgumentException(
          "patchDropout: a caption decoder describes all patches; leave the option out");
    }
  }

  /** Of whole images, contrasted with one another's captions only. */
  public static ContrastiveOptions of(ContrastiveLoss loss, StepOptions step) {
    return new ContrastiveOptions(
        loss, step, PatchDropout.NONE, HardNegatives.NONE, Optional.empty());
  }

  /** The same, with patches left out. */
  public ContrastiveOptions withDropout(PatchDropout value) {
    return new ContrastiveOptions(loss, step, value, negatives, captions);
  }

  /** The same, with more texts to contrast images with. */
  public ContrastiveOptions withNegatives(HardNegatives value) {
    return new ContrastiveOptions(loss, step, dropout, value, captions);
  }

  /** The same, with captions that are written. */
  public ContrastiveOptions withCaptions(CaptionLoss value) {
    return new ContrastiveOptions(loss, step, dropout, negatives, Optional.of(value));
  }
}

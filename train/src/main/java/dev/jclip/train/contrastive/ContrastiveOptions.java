package dev.jclip.train.contrastive;

import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.step.StepOptions;

/**
 * What a contrastive run computes.
 *
 * @param loss what is made small
 * @param step how a step is computed
 * @param dropout which patches are left out
 * @param negatives what images are contrasted with besides one another's captions
 */
public record ContrastiveOptions(
    ContrastiveLoss loss, StepOptions step, PatchDropout dropout, HardNegatives negatives) {
  /** Of whole images, contrasted with one another's captions only. */
  public static ContrastiveOptions of(ContrastiveLoss loss, StepOptions step) {
    return new ContrastiveOptions(loss, step, PatchDropout.NONE, HardNegatives.NONE);
  }

  /** The same, with patches left out. */
  public ContrastiveOptions withDropout(PatchDropout value) {
    return new ContrastiveOptions(loss, step, value, negatives);
  }

  /** The same, with more texts to contrast images with. */
  public ContrastiveOptions withNegatives(HardNegatives value) {
    return new ContrastiveOptions(loss, step, dropout, value);
  }
}

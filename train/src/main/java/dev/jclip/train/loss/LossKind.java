package dev.jclip.train.loss;

/** The losses, as far as the doctor must know them. */
public enum LossKind {
  /** Symmetric InfoNCE, CLIP's loss. */
  CONTRASTIVE {
    @Override
    public double chance(int batchSize) {
      return Math.log(batchSize);
    }

    @Override
    public String chanceName(int batchSize) {
      return "ln " + batchSize;
    }
  },
  /** Sampled softmax over all captions of the data, of which equal ones count once. */
  SAMPLED {
    @Override
    public double chance(int batchSize) {
      return Double.NaN;
    }

    @Override
    public String chanceName(int batchSize) {
      return "unknown";
    }

    @Override
    public boolean weighsTexts() {
      return true;
    }
  },
  /** The sigmoid loss with a bias, SigLIP's: summed over all N x N pairs, divided by N. */
  SIGMOID {
    @Override
    public double chance(int batchSize) {
      double n = batchSize;
      return n * Math.log(n) - (n > 1 ? (n - 1) * Math.log(n - 1) : 0);
    }

    @Override
    public String chanceName(int batchSize) {
      return "the level of the bias alone";
    }
  };

  /**
   * The loss of the best model that gives all pairs of a batch the same logit, so the lowest that
   * can be reached without knowing anything of them.
   *
   * <p>For the sigmoid loss each pair then has the probability 1/N, and the loss is N times the
   * entropy of that: {@code N ln N - (N - 1) ln (N - 1)}, about {@code ln N + 1}.
   *
   * @param batchSize N, at least 1
   * @return NaN where it depends on the captions
   */
  public abstract double chance(int batchSize);

  public abstract String chanceName(int batchSize);

  /**
   * Whether texts count by their weights, equal ones of a batch together as one; otherwise a
   * caption's other places in its batch are contrasted with its own image.
   */
  public boolean weighsTexts() {
    return false;
  }
}

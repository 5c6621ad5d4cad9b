package dev.jclip.train.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a model computes in. Weights, norms' gains, features, loss and optimiser stay float32. */
public enum Precision {
  /** float32; any wider type that the weights have stays as it is. */
  F32 {
    @Override
    public boolean rounds() {
      return false;
    }

    @Override
    public Tensor of(Tensor tensor) {
      return tensor;
    }

    @Override
    public Tensor widened(Tensor features) {
      return features;
    }
  },
  /** bfloat16 products, with the weights rounded once a step. */
  BF16 {
    @Override
    public boolean rounds() {
      return true;
    }

    @Override
    public Tensor of(Tensor tensor) {
      return tensor.to(torch.ScalarType.BFloat16);
    }

    @Override
    public Tensor widened(Tensor features) {
      return features.to(torch.ScalarType.Float);
    }
  };

  /** Whether weights are rounded, and so differ from those that the optimiser changes. */
  public abstract boolean rounds();

  /** A weight or pixels as the towers take them; the gradient arrives at what was given. */
  public abstract Tensor of(Tensor tensor);

  /** Features as the loss takes them. */
  public abstract Tensor widened(Tensor features);
}

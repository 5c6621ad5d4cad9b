package dev.jclip.nn;

import org.bytedeco.pytorch.Tensor;

/**
 * Where layers get their tensors from while a model is built: a checkpoint, a random initialiser,
 * or nothing but shapes. Names are those of open_clip's state dictionaries.
 */
public interface Parameters {
  /** The learned tensor of this name and shape. */
  Tensor parameter(String name, long... shape);

  /**
   * A copy of the learned tensor of this name and shape, for the caller to change. It may be freed
   * with the caller's scope.
   */
  default Tensor copy(String name, long... shape) {
    return parameter(name, shape).clone();
  }

  /** The tensor of this name and shape that is kept but not learned, such as a running mean. */
  Tensor buffer(String name, long... shape);

  /** How the running statistic of this name is used. */
  default NormStatistics statistics(String name) {
    return NormStatistics.RUNNING;
  }

  /** The same tensors as copies, which may be freed with the caller's scope. */
  default Parameters copies() {
    Parameters originals = this;
    return new Parameters() {
      @Override
      public Tensor parameter(String name, long... shape) {
        return originals.copy(name, shape);
      }

      @Override
      public Tensor buffer(String name, long... shape) {
        return originals.buffer(name, shape);
      }

      @Override
      public NormStatistics statistics(String name) {
        return originals.statistics(name);
      }
    };
  }

  /** The tensors below a prefix. */
  default Parameters at(String prefix) {
    Parameters parent = this;
    return new Parameters() {
      @Override
      public Tensor parameter(String name, long... shape) {
        return parent.parameter(prefix + "." + name, shape);
      }

      @Override
      public Tensor copy(String name, long... shape) {
        return parent.copy(prefix + "." + name, shape);
      }

      @Override
      public Tensor buffer(String name, long... shape) {
        return parent.buffer(prefix + "." + name, shape);
      }

      @Override
      public NormStatistics statistics(String name) {
        return parent.statistics(prefix + "." + name);
      }
    };
  }
}

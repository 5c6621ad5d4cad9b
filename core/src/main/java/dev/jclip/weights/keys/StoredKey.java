package dev.jclip.weights.keys;

import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** How a file holds one of the model's tensors. */
public sealed interface StoredKey {
  /** The names in the file. */
  List<String> names();

  /** The same under other names. */
  StoredKey renamed(UnaryOperator<String> rename);

  /** As it is. */
  record Same(String name) implements StoredKey {
    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public Same renamed(UnaryOperator<String> rename) {
      return new Same(rename.apply(name));
    }
  }

  /** A matrix, with rows and columns exchanged. */
  record Transposed(String name) implements StoredKey {
    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public Transposed renamed(UnaryOperator<String> rename) {
      return new Transposed(rename.apply(name));
    }
  }

  /** With a leading dimension of 1 that the model's tensor does not have. */
  record Batched(String name) implements StoredKey {
    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public Batched renamed(UnaryOperator<String> rename) {
      return new Batched(rename.apply(name));
    }
  }

  /**
   * In parts that follow one another along the first dimension.
   *
   * @param names the parts in their order
   * @param shares how large each part is beside the others
   */
  record Stacked(List<String> names, List<Integer> shares) implements StoredKey {
    /** Copies the names and the shares. */
    public Stacked {
      names = List.copyOf(names);
      shares = List.copyOf(shares);
      if (names.size() != shares.size()) {
        throw new IllegalArgumentException(
            "shares: expected one for each of %s, found %s".formatted(names, shares));
      }
    }

    /** Parts of equal size. */
    public Stacked(List<String> names) {
      this(names, Collections.nCopies(names.size(), 1));
    }

    @Override
    public Stacked renamed(UnaryOperator<String> rename) {
      return new Stacked(names.stream().map(rename).toList(), shares);
    }

    /**
     * How many of the model's rows a part holds.
     *
     * @param rows the first dimension of the model's tensor
     */
    public long rows(int part, long rows) {
      long all = shares.stream().mapToLong(Integer::longValue).sum();
      return rows / all * shares.get(part);
    }
  }
}

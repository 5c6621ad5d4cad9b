package dev.jclip.nn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The keys and values of all tokens that sequences have so far, for one attention layer of a model
 * that makes a token at a time: each is projected once. The owner of their memory: close it. For
 * one thread; no gradient goes through it.
 */
public final class KeyValueCache implements AutoCloseable {
  private final int capacity;
  private int tokens;

  /** [B, h, capacity, d] each; absent until something is appended. */
  private Optional<KeyValues> memory = Optional.empty();

  /**
   * Makes an empty cache. Its memory is taken when keys are first appended, and is of their kind of
   * numbers.
   *
   * @param capacity the maximum number of tokens of a sequence, at least 1
   */
  public KeyValueCache(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: expected at least 1, found " + capacity);
    }
    this.capacity = capacity;
  }

  /** How many tokens each sequence has: M. */
  public int tokens() {
    return tokens;
  }

  /**
   * Copies the keys and values of new tokens behind those that are there.
   *
   * @param added of the same batch, heads and depth as before
   * @return those of all tokens, a view that is valid until the cache is changed or closed
   * @throws IllegalArgumentException when there is no room for them, or when they are of another
   *     shape than those before
   */
  public KeyValues append(KeyValues added) {
    int count = Math.toIntExact(added.tokens());
    if (tokens + count > capacity) {
      throw new IllegalArgumentException(
          "key-value cache: expected at most %d tokens, found %d and %d more"
              .formatted(capacity, tokens, count));
    }
    try (TensorScope _ = TensorScope.inference()) {
      KeyValues all = memory.orElseGet(() -> allocate(added));
      requireShape(all.keys(), added.keys());
      all.keys().narrow(2, tokens, count).copy_(added.keys());
      all.values().narrow(2, tokens, count).copy_(added.values());
    }
    tokens += count;
    return filled();
  }

  /**
   * Puts the sequences into another order, as a beam search does with those it goes on from.
   *
   * @param rows which sequence of before each sequence becomes; one may come any number of times,
   *     and there may be more or fewer than before
   */
  public void reorder(long[] rows) {
    memory.ifPresent(
        before -> {
          try (TensorScope _ = TensorScope.inference()) {
            memory = Optional.of(owned(before.rows(rows)));
          }
          free(before);
        });
  }

  private KeyValues filled() {
    KeyValues all = memory.orElseThrow();
    return new KeyValues(all.keys().narrow(2, 0, tokens), all.values().narrow(2, 0, tokens));
  }

  private KeyValues allocate(KeyValues like) {
    KeyValues empty = owned(new KeyValues(room(like.keys()), room(like.values())));
    memory = Optional.of(empty);
    return empty;
  }

  private Tensor room(Tensor like) {
    return like.new_empty(like.size(0), like.size(1), capacity, like.size(3));
  }

  private static void requireShape(Tensor all, Tensor added) {
    boolean fits =
        all.size(0) == added.size(0)
            && all.size(1) == added.size(1)
            && all.size(3) == added.size(3);
    if (!fits) {
      throw new IllegalArgumentException(
          "key-value cache: expected keys like %s but for the tokens, found %s"
              .formatted(
                  Arrays.toString(Tensors.shape(all)), Arrays.toString(Tensors.shape(added))));
    }
  }

  private static KeyValues owned(KeyValues made) {
    return new KeyValues(TensorScope.escape(made.keys()), TensorScope.escape(made.values()));
  }

  private static void free(KeyValues owned) {
    TensorScope.free(owned.keys());
    TensorScope.free(owned.values());
  }

  @Override
  public void close() {
    memory.ifPresent(KeyValueCache::free);
    memory = Optional.empty();
    tokens = 0;
  }
}

package dev.jclip.search.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Values that are made once for each key, of which those that were asked for last are kept. Safe
 * for many threads: a value is made by one of them while others that want the same wait.
 */
final class RecentValues<K, V> {
  private final Function<? super K, ? extends V> maker;
  private final Map<K, FutureTask<V>> values;

  /**
   * Keeps some values.
   *
   * @param most the maximum number of values, 1 or more
   * @param maker what it throws, {@link #get} throws, and the value is made anew the next time
   */
  RecentValues(int most, Function<? super K, ? extends V> maker) {
    this.maker = maker;
    values =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, FutureTask<V>> eldest) {
            return size() > most;
          }
        };
  }

  V get(K key) {
    FutureTask<V> value;
    synchronized (values) {
      value = values.computeIfAbsent(key, _ -> new FutureTask<>(() -> maker.apply(key)));
    }
    value.run(); // does nothing where it runs already, or has run
    try {
      return value.get();
    } catch (ExecutionException e) {
      synchronized (values) {
        values.remove(key, value);
      }
      throw unchecked(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a value was made", e);
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }
}

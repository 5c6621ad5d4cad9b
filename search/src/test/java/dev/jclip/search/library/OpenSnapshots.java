package dev.jclip.search.library;

import dev.jclip.search.IndexSnapshot;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the snapshots that are open, with those that follow them. */
final class OpenSnapshots {
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  int open() {
    return open.get();
  }

  int most() {
    return most.get();
  }

  IndexSnapshot watched(IndexSnapshot snapshot) {
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
    return (IndexSnapshot)
        Proxy.newProxyInstance(
            OpenSnapshots.class.getClassLoader(),
            new Class<?>[] {IndexSnapshot.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(snapshot, arguments);
                if (method.getName().equals("close")) {
                  open.decrementAndGet();
                }
                return method.getName().equals("newer")
                    ? ((Optional<?>) result).map(newer -> watched((IndexSnapshot) newer))
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

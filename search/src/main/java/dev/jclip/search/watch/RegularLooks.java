package dev.jclip.search.watch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where nothing tells of changes, the sources are looked at again and again. */
record RegularLooks(Duration every) implements Changes {
  @Override
  public void await(Duration rested, BooleanSupplier ends) throws InterruptedException {
    Waiting.sleep(every.minus(rested), ends);
  }

  @Override
  public void close() {}
}

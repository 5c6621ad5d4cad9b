package dev.jclip.data.pipeline;

import dev.jclip.data.Entry;
import dev.jclip.data.pair.ExampleSource;
import dev.jclip.data.pair.ExampleStream;
import dev.jclip.data.pair.PairOrder;
import dev.jclip.error.DataException;
import dev.jclip.image.ImageDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads passes, hands chunks to the decoding threads, and puts their results together in the order
 * in which the chunks were read, whoever is ready first.
 *
 * @param <A> what is known of an image
 */
final class BatchReader<A> {
  private static final int CHUNK_ENTRIES = 16;
  private static final int CHUNK_BYTES = 4 << 20;

  private final ExampleSource<A> source;
  private final ExampleTransform<A> transform;
  private final PipelineOptions options;
  private final ExecutorService workers;
  private final Sink<A> sink;
  private final AtomicLong faults;
  private final ImageDecoder decoder;

  BatchReader(
      ExampleSource<A> source,
      ExampleTransform<A> transform,
      PipelineOptions options,
      ExecutorService workers,
      Sink<A> sink,
      AtomicLong faults) {
    this.source = source;
    this.transform = transform;
    this.options = options;
    this.workers = workers;
    this.sink = sink;
    this.faults = faults;
    this.decoder = ImageDecoder.create(options.decoder());
  }

  /** Takes batches; blocks while there are enough. */
  @FunctionalInterface
  interface Sink<A> {
    void accept(ExampleBatch<A> batch) throws InterruptedException;
  }

  /** Goes on from pass to pass until interrupted. */
  void run(DataPosition from) throws InterruptedException, ExecutionException {
    new Pass(from.pass(), from.entries()).run();
    for (long pass = from.pass() + 1; ; pass++) {
      new Pass(pass, 0).run();
    }
  }

  /** One pass, or the rest of it. */
  private final class Pass {
    private final long pass;
    private final long start;
    private final Deque<Future<List<Chunk.Outcome<A>>>> inFlight = new ArrayDeque<>();
    private long read;
    private long used;
    private long batches;
    private long faulty;
    private BatchBuilder<A> batch = new BatchBuilder<>(options);

    Pass(long pass, long start) {
      this.pass = pass;
      this.start = start;
      this.read = start;
      this.used = start;
    }

    void run() throws InterruptedException, ExecutionException {
      var order = new PairOrder(options.seed(), pass, options.rank(), options.worldSize());
      try (ExampleStream<A> stream = source.stream(order)) {
        stream.skip(start);
        while (submit(stream)) {
          for (Chunk.Outcome<A> outcome : inFlight.remove().get()) {
            take(outcome);
          }
        }
      }
      if (start == 0 && batches == 0) {
        throw new DataException(
            "%s: expected at least the %d pairs of one batch in a pass, found %d and %d faults; use smaller batches or more data"
                .formatted(source.name(), options.batchSize(), batch.size(), faulty));
      }
    }

    /** Keeps the decoding threads busy; false when there is nothing left of the pass. */
    private boolean submit(ExampleStream<A> stream) throws InterruptedException {
      while (inFlight.size() <= 2 * options.threads() && stream.hasNext()) {
        Chunk<A> chunk = chunk(stream);
        if (Thread.interrupted()) { // reading fails then, and the faults are none of the data's
          throw new InterruptedException();
        }
        inFlight.add(workers.submit(() -> chunk.decode(decoder, transform, options)));
      }
      return !inFlight.isEmpty();
    }

    private Chunk<A> chunk(ExampleStream<A> stream) {
      var entries = new ArrayList<Entry<A>>(CHUNK_ENTRIES);
      long first = read;
      long bytes = 0;
      while (entries.size() < CHUNK_ENTRIES && bytes < CHUNK_BYTES && stream.hasNext()) {
        Entry<A> entry = stream.next();
        bytes += entry instanceof Entry.Example<A> example ? example.image().length : 0;
        entries.add(entry);
      }
      read += entries.size();
      return new Chunk<>(entries, pass, first);
    }

    private void take(Chunk.Outcome<A> outcome) throws InterruptedException {
      used++;
      switch (outcome) {
        case Chunk.Outcome.Fault<A> fault -> {
          faulty++;
          faults.incrementAndGet();
          options.faults().fault(fault.key(), fault.reason());
        }
        case Chunk.Outcome.Ready<A> ready -> {
          batch.add(ready.key(), ready.result());
          if (batch.isFull()) {
            batches++;
            sink.accept(batch.build(new DataPosition(pass, used)));
            batch = new BatchBuilder<>(options);
          }
        }
      }
    }
  }
}

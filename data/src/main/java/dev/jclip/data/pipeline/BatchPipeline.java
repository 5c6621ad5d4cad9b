package dev.jclip.data.pipeline;

import dev.jclip.data.pair.ExampleSource;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pipeline.ExampleTransform.Transformed;
import dev.jclip.error.DataException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Ready batches without end, made on threads of its own: passes over the data follow one another,
 * each in its own order; what is left at a pass's end and fills no batch is dropped.
 *
 * <p>Batches are a function of source, options and position: the number of threads does not change
 * a byte, and a pipeline opened at a batch's {@link TrainingBatch#next} gives exactly the batches
 * that followed it. At most {@link PipelineOptions#ahead} ready batches are kept, beside the one
 * being made. Safe for many threads. Close it, else its threads last as long as the process.
 *
 * @param <B> what a batch is to its receiver
 */
public final class BatchPipeline<B> implements AutoCloseable {
  private final BlockingQueue<Item<B>> ready;
  private final ExecutorService workers;
  private final Thread reader;
  private final AtomicLong faults = new AtomicLong();
  private volatile boolean closed;

  private <A> BatchPipeline(
      ExampleSource<A> source,
      ExampleTransform<A> transform,
      PipelineOptions options,
      DataPosition from,
      Function<ExampleBatch<A>, B> preparation) {
    this.ready = new ArrayBlockingQueue<>(options.ahead());
    this.workers =
        Executors.newFixedThreadPool(
            options.threads(), Thread.ofPlatform().daemon().name("jclip-decode-", 0).factory());
    var batches =
        new BatchReader<>(
            source,
            transform,
            options,
            workers,
            batch -> ready.put(new Item.Batch<>(preparation.apply(batch))),
            faults);
    this.reader =
        Thread.ofPlatform().daemon().name("jclip-read").unstarted(() -> run(batches, from));
  }

  /** What stands in the queue: batches, and last of all why there are no more. */
  private sealed interface Item<B> {
    record Batch<B>(B batch) implements Item<B> {}

    record End<B>(Throwable cause) implements Item<B> {}
  }

  /**
   * Starts to make batches.
   *
   * @param from where to begin; what comes before is passed over without decoding an image
   */
  public static BatchPipeline<TrainingBatch> open(
      PairSource source, PipelineOptions options, DataPosition from) {
    return open(source, options, from, Function.identity());
  }

  /**
   * Starts to make batches, and to prepare each for its receiver while others are still computed
   * with.
   *
   * @param from where to begin; what comes before is passed over without decoding an image
   * @param preparation is called on the thread that reads, one batch after the other; what it
   *     throws is thrown to whoever asks for the batch
   * @param <B> what it makes of a batch
   */
  public static <B> BatchPipeline<B> open(
      PairSource source,
      PipelineOptions options,
      DataPosition from,
      Function<TrainingBatch, B> preparation) {
    return open(
        source,
        (image, caption, random) ->
            new Transformed<>(options.transform().apply(image, random), caption),
        options,
        from,
        batch ->
            preparation.apply(
                new TrainingBatch(
                    batch.pixels(), batch.annotations(), batch.keys(), batch.next())));
  }

  /**
   * Starts to make batches of images of which something else than a caption is known.
   *
   * @param transform makes images of the size that the options' own transform has, and is used in
   *     its place
   * @param from where to begin; what comes before is passed over without decoding an image
   * @param preparation is called on the thread that reads, one batch after the other; what it
   *     throws is thrown to whoever asks for the batch
   * @param <A> what is known of an image
   * @param <B> what is made of a batch
   */
  public static <A, B> BatchPipeline<B> open(
      ExampleSource<A> source,
      ExampleTransform<A> transform,
      PipelineOptions options,
      DataPosition from,
      Function<ExampleBatch<A>, B> preparation) {
    var pipeline = new BatchPipeline<>(source, transform, options, from, preparation);
    pipeline.reader.start();
    return pipeline;
  }

  private void run(BatchReader<?> batches, DataPosition from) {
    try {
      batches.run(from);
    } catch (InterruptedException _) {
      // closed
    } catch (ExecutionException e) {
      end(e.getCause() == null ? e : e.getCause());
    } catch (Throwable e) { // whatever it is, the one who waits for a batch must know
      end(e);
    }
  }

  private void end(Throwable cause) {
    try {
      if (!closed) {
        ready.put(new Item.End<>(cause));
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  /**
   * The next batch; waits until it is ready.
   *
   * @throws DataException if a whole pass does not fill one batch, or the thread is interrupted
   * @throws IllegalStateException if the pipeline is closed, also while this waits
   */
  public B next() {
    if (closed) {
      throw closedException();
    }
    try {
      return switch (ready.take()) {
        case Item.Batch<B>(B batch) -> batch;
        case Item.End<B> end -> {
          ready.offer(end); // for whoever asks next
          throw failure(end.cause());
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("interrupted while waiting for a batch", e);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      default -> new IllegalStateException(cause);
    };
  }

  private static IllegalStateException closedException() {
    return new IllegalStateException("the pipeline is closed");
  }

  /** How many pairs could not be used so far, those of batches made ahead included. */
  public long faults() {
    return faults.get();
  }

  /** Ends all threads and drops the batches made ahead. */
  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    workers.shutdownNow();
    try {
      reader.join();
      workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ready.clear();
    ready.offer(new Item.End<>(closedException()));
  }
}

package dev.jclip.embed;

import dev.jclip.error.ImageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Encodes any number of images: while a batch is encoded, those of the next are read and prepared
 * on other threads, one a core.
 *
 * <p>In memory are one image for each of these threads as it is decoded, the prepared images of the
 * batch, and as many behind it (or one a thread, where a batch has fewer). Sources are asked for
 * one by one as there is room, so they need not all exist at once. Immutable and safe for many
 * threads; the threads of a run have ended when it returns, however it does.
 *
 * @param <S> what stands for an image, such as its file
 */
public final class ImagePipeline<S> {
  private final Function<? super S, float[]> preparer;
  private final Runnable start;
  private final UnaryOperator<List<float[]>> encoder;
  private final int batchSize;

  /** Describes a pipeline whose encoder is ready. */
  public ImagePipeline(
      Function<? super S, float[]> preparer, UnaryOperator<List<float[]>> encoder, int batchSize) {
    this(preparer, () -> {}, encoder, batchSize);
  }

  /**
   * Describes a pipeline.
   *
   * @param preparer reads an image and prepares it for the model; called on several threads, and
   *     throws {@link ImageException} where there is no image to be had
   * @param start makes the encoder ready, while the first images are read; called on the thread
   *     that runs the pipeline, where there is an image
   * @param encoder one vector for each of at most {@code batchSize} prepared images, in order;
   *     called on the thread that runs the pipeline
   * @param batchSize how many images are encoded together, 1 or more
   */
  public ImagePipeline(
      Function<? super S, float[]> preparer,
      Runnable start,
      UnaryOperator<List<float[]>> encoder,
      int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize: expected 1 or more, found " + batchSize);
    }
    this.preparer = preparer;
    this.start = start;
    this.encoder = encoder;
    this.batchSize = batchSize;
  }

  /** An image after its preparation. */
  private sealed interface Prepared<S> {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pixels<S>(S source, float[] values) implements Prepared<S> {}

    record Failure<S>(S source, ImageException reason) implements Prepared<S> {}
  }

  /**
   * Encodes all images. One that cannot be read is reported in its place; anything else that the
   * preparer, the encoder, the sources or the receiver throws ends the run and is thrown as it is.
   *
   * @throws CancellationException if the thread is interrupted; it stays so
   */
  public void run(Iterator<? extends S> sources, ImageReceiver<? super S> receiver) {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService decoders =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("jclip-decoder-", 0).factory())) {
      try {
        var ahead = new Ahead(sources, Math.max(batchSize, threads), decoders);
        if (ahead.hasMore()) {
          start.run();
        }
        while (ahead.hasMore()) {
          encode(ahead.take(), receiver);
        }
      } finally {
        decoders.shutdownNow();
      }
    }
  }

  private void encode(List<Prepared<S>> batch, ImageReceiver<? super S> receiver) {
    var pixels = new ArrayList<float[]>(batch.size());
    for (Prepared<S> picture : batch) {
      if (picture instanceof Prepared.Pixels<S>(S _, float[] values)) {
        pixels.add(values);
      }
    }
    Iterator<float[]> vectors = encoder.apply(pixels).iterator();
    for (Prepared<S> picture : batch) {
      switch (picture) {
        case Prepared.Pixels<S>(S source, float[] _) -> receiver.encoded(source, vectors.next());
        case Prepared.Failure<S>(S source, ImageException reason) ->
            receiver.failed(source, reason);
      }
    }
  }

  /** The images that are being prepared, or wait, in their order. */
  private final class Ahead {
    private final Iterator<? extends S> sources;
    private final int most;
    private final ExecutorService decoders;
    private final Queue<Future<Prepared<S>>> pictures = new ArrayDeque<>();

    Ahead(Iterator<? extends S> sources, int most, ExecutorService decoders) {
      this.sources = sources;
      this.most = most;
      this.decoders = decoders;
    }

    boolean hasMore() {
      fill();
      return !pictures.isEmpty();
    }

    /** The next batch. */
    List<Prepared<S>> take() {
      var batch = new ArrayList<Prepared<S>>();
      while (batch.size() < batchSize && !pictures.isEmpty()) {
        batch.add(await(pictures.remove()));
        fill();
      }
      return batch;
    }

    private void fill() {
      while (pictures.size() < most && sources.hasNext()) {
        S source = sources.next();
        pictures.add(decoders.submit(() -> prepare(source)));
      }
    }

    private Prepared<S> prepare(S source) {
      try {
        return new Prepared.Pixels<>(source, preparer.apply(source));
      } catch (ImageException e) {
        return new Prepared.Failure<>(source, e);
      }
    }

    private Prepared<S> await(Future<Prepared<S>> picture) {
      try {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        return picture.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (CancellationException) new CancellationException("interrupted").initCause(e);
      } catch (ExecutionException e) {
        throw switch (e.getCause()) {
          case Error error -> throw error;
          case RuntimeException exception -> exception;
          case null, default -> new IllegalStateException(e);
        };
      }
    }
  }
}

package dev.jclip.eval.feature;

import dev.jclip.data.Entry;
import dev.jclip.data.Examples;
import dev.jclip.error.ImageException;
import dev.jclip.eval.feature.FeatureCache.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Encodes the pictures of a data set; those of the next batches are decoded meanwhile on other
 * threads. Three batches of prepared pictures are in memory at most. For one use.
 */
final class ImagePipeline {
  private static final int BATCHES_AHEAD = 2;

  private final FeatureModel model;
  private final int batchSize;
  private final FeatureListener listener;
  private final Queue<Future<Prepared>> ahead = new ArrayDeque<>();
  private final List<float[]> vectors = new ArrayList<>();
  private final Map<Integer, String> failures = new LinkedHashMap<>();
  private int done;

  ImagePipeline(FeatureModel model, int batchSize, FeatureListener listener) {
    this.model = model;
    this.batchSize = batchSize;
    this.listener = listener;
  }

  private sealed interface Prepared {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pixels(String key, float[] values) implements Prepared {}

    record Failure(String reason) implements Prepared {}
  }

  /** Encodes all examples; entries that are skipped have no place in the result. */
  <A> Stored encode(Examples<A> examples) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    try (ExecutorService decoders = Executors.newFixedThreadPool(threads, ImagePipeline::daemon);
        Stream<Entry<A>> entries = examples.stream()) {
      Iterator<Entry.Example<A>> pictures =
          entries
              .filter(Entry.Example.class::isInstance)
              .map(entry -> (Entry.Example<A>) entry)
              .iterator();
      try {
        do {
          fill(pictures, decoders);
          encodeBatch();
        } while (!ahead.isEmpty() || pictures.hasNext());
      } finally {
        decoders.shutdownNow();
      }
    }
    return new Stored(vectors, failures);
  }

  private static Thread daemon(Runnable task) {
    return Thread.ofPlatform().daemon().name("jclip-decoder").unstarted(task);
  }

  private <A> void fill(Iterator<Entry.Example<A>> pictures, ExecutorService decoders) {
    while (ahead.size() < batchSize * (1 + BATCHES_AHEAD) && pictures.hasNext()) {
      Entry.Example<A> picture = pictures.next();
      ahead.add(decoders.submit(() -> prepare(picture)));
    }
  }

  private Prepared prepare(Entry.Example<?> picture) {
    try {
      return new Prepared.Pixels(picture.key(), model.preprocess(picture.image(), picture.key()));
    } catch (ImageException e) {
      return new Prepared.Failure(String.valueOf(e.getMessage()));
    }
  }

  private void encodeBatch() {
    var keys = new ArrayList<String>(batchSize);
    var batch = new ArrayList<float[]>(batchSize);
    int taken = 0;
    while (taken < batchSize && !ahead.isEmpty()) {
      switch (result(ahead.remove())) {
        case Prepared.Pixels(String key, float[] values) -> {
          keys.add(key);
          batch.add(values);
        }
        case Prepared.Failure(String reason) -> failures.put(done + taken, reason);
      }
      taken++;
    }
    vectors.addAll(FiniteVectors.require(model.imageFeatures(batch), keys));
    done += taken;
    listener.advanced(taken);
  }

  private static Prepared result(Future<Prepared> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

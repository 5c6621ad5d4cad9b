package dev.jclip.eval.feature;

import dev.jclip.data.Entry;
import dev.jclip.data.Examples;
import dev.jclip.embed.ImagePipeline;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.error.ImageException;
import dev.jclip.eval.feature.FeatureCache.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Collects the vectors of a data set's images. For one use, on one thread. */
final class ImageVectors implements ImageReceiver<Entry.Example<?>> {
  private final FeatureListener listener;
  private final List<float[]> vectors = new ArrayList<>();
  private final Map<Integer, String> failures = new LinkedHashMap<>();
  private int done;

  private ImageVectors(FeatureListener listener) {
    this.listener = listener;
  }

  /** Encodes all examples; entries that are skipped have no place in the result. */
  static <A> Stored of(
      Examples<A> examples, FeatureModel model, int batchSize, FeatureListener listener) {
    var collected = new ImageVectors(listener);
    var pipeline =
        new ImagePipeline<Entry.Example<?>>(
            picture -> model.preprocess(picture.image(), picture.key()),
            model::imageFeatures,
            batchSize);
    try (Stream<Entry<A>> entries = examples.stream()) {
      Stream<Entry.Example<?>> pictures =
          entries.filter(Entry.Example.class::isInstance).map(entry -> (Entry.Example<?>) entry);
      pipeline.run(pictures.iterator(), collected);
    }
    return new Stored(collected.vectors, collected.failures);
  }

  @Override
  public void encoded(Entry.Example<?> picture, float[] vector) {
    vectors.addAll(FiniteVectors.require(List.of(vector), List.of(picture.key())));
    advance();
  }

  @Override
  public void failed(Entry.Example<?> picture, ImageException reason) {
    failures.put(done, String.valueOf(reason.getMessage()));
    advance();
  }

  private void advance() {
    done++;
    listener.advanced(1);
  }
}

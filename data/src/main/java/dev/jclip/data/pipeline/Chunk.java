package dev.jclip.data.pipeline;

import dev.jclip.data.Entry;
import dev.jclip.data.pipeline.ExampleTransform.Transformed;
import dev.jclip.data.random.SeededRandom;
import dev.jclip.error.ImageException;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Some entries in a row, to be decoded by one thread.
 *
 * @param pass the pass that they are of
 * @param first the place of the first one in the pass
 * @param <A> what is known of an image
 */
record Chunk<A>(List<Entry<A>> entries, long pass, long first) {
  /** What became of an entry. */
  sealed interface Outcome<A> {
    record Ready<A>(String key, Transformed<A> result) implements Outcome<A> {}

    record Fault<A>(String key, String reason) implements Outcome<A> {}
  }

  /** Decodes and transforms all; what is random depends on each entry's place only. */
  List<Outcome<A>> decode(
      ImageDecoder decoder, ExampleTransform<A> transform, PipelineOptions options) {
    var outcomes = new ArrayList<Outcome<A>>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      var random = SeededRandom.of(options.seed(), pass, options.rank(), first + i);
      outcomes.add(
          switch (entries.get(i)) {
            case Entry.Example<A> example -> decode(example, decoder, transform, random);
            case Entry.Skipped<A> fault -> new Outcome.Fault<>(fault.key(), fault.reason());
          });
    }
    return outcomes;
  }

  private static <A> Outcome<A> decode(
      Entry.Example<A> example,
      ImageDecoder decoder,
      ExampleTransform<A> transform,
      RandomGenerator random) {
    try {
      RgbImage image = decoder.decode(example.image(), example.key());
      return new Outcome.Ready<>(
          example.key(), transform.apply(image, example.annotation(), random));
    } catch (ImageException e) {
      return new Outcome.Fault<>(example.key(), String.valueOf(e.getMessage()));
    }
  }
}

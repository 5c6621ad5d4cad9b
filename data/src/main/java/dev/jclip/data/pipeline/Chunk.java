package dev.jclip.data.pipeline;

import dev.jclip.data.Entry;
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
 */
record Chunk(List<Entry<String>> entries, long pass, long first) {
  /** What became of an entry. */
  sealed interface Outcome {
    record Ready(String key, String caption, RgbImage image) implements Outcome {}

    record Fault(String key, String reason) implements Outcome {}
  }

  /** Decodes and transforms all; what is random depends on each entry's place only. */
  List<Outcome> decode(ImageDecoder decoder, PipelineOptions options) {
    var outcomes = new ArrayList<Outcome>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      var random = SeededRandom.of(options.seed(), pass, options.rank(), first + i);
      outcomes.add(
          switch (entries.get(i)) {
            case Entry.Example<String> pair -> decode(pair, decoder, options, random);
            case Entry.Skipped<String> fault -> new Outcome.Fault(fault.key(), fault.reason());
          });
    }
    return outcomes;
  }

  private static Outcome decode(
      Entry.Example<String> pair,
      ImageDecoder decoder,
      PipelineOptions options,
      RandomGenerator random) {
    try {
      RgbImage image = decoder.decode(pair.image(), pair.key());
      return new Outcome.Ready(
          pair.key(), pair.annotation(), options.transform().apply(image, random));
    } catch (ImageException e) {
      return new Outcome.Fault(pair.key(), String.valueOf(e.getMessage()));
    }
  }
}

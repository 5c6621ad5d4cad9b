package dev.jclip.train.loop;

import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.data.pipeline.TrainingBatch;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Batches of noise, each a function of its position. */
final class RandomBatches implements Supplier<TrainingBatch> {
  private final int size;
  private final int side;
  private long entries;

  RandomBatches(int size, int side, DataPosition from) {
    this.size = size;
    this.side = side;
    entries = from.entries();
  }

  @Override
  public TrainingBatch get() {
    var random = new SplittableRandom(entries);
    byte[] pixels = new byte[size * side * side * 3];
    random.nextBytes(pixels);
    List<String> names =
        IntStream.range(0, size).mapToObj(i -> "thing " + (entries + i) % 97).toList();
    entries += size;
    return new TrainingBatch(pixels, names, names, new DataPosition(0, entries));
  }
}

package dev.jclip.data.pair;

import dev.jclip.data.random.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shards in random order, some read at once, and a shuffle buffer behind them. With at least as
 * many shards as ranks each rank reads shards of its own, else every rank reads all and takes its
 * share of the samples.
 */
record ShardedPairs(String name, List<PairShard> shards, PairOptions options)
    implements PairSource {
  private static final long SHARDS = 1;
  private static final long BUFFER = 2;

  @Override
  public long numPairs() {
    var sizes = new ShardSizes();
    return shards.stream().mapToLong(sizes::numPairs).sum();
  }

  @Override
  public PairStream stream(PairOrder order) {
    var shuffled = new ArrayList<>(shards);
    Collections.shuffle(shuffled, SeededRandom.of(order.seed(), order.pass(), SHARDS));
    var captions = CaptionDraw.of(options.captions(), order);
    var random = SeededRandom.of(order.seed(), order.pass(), order.rank(), BUFFER);
    return new ShuffleBuffer(
        part(shuffled, order, captions), options.bufferEntries(), options.bufferBytes(), random);
  }

  private PairStream part(List<PairShard> shuffled, PairOrder order, CaptionDraw captions) {
    int ranks = order.worldSize();
    if (shuffled.size() < ranks) {
      var all = new Interleaved(shuffled, captions, options.openShards());
      return new EveryNth(all, order.rank(), ranks);
    }
    List<PairShard> own =
        IntStream.range(0, shuffled.size())
            .filter(i -> i % ranks == order.rank())
            .mapToObj(shuffled::get)
            .toList();
    return new Interleaved(own, captions, options.openShards());
  }
}

package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some shards read at once, one entry of each in turn; where one ends, the next is opened. */
final class Interleaved extends LookAhead {
  private final Iterator<PairShard> shards;
  private final CaptionDraw captions;
  private final int openShards;
  private final ArrayDeque<PairStream> open = new ArrayDeque<>();

  Interleaved(List<PairShard> shards, CaptionDraw captions, int openShards) {
    this.shards = shards.iterator();
    this.captions = captions;
    this.openShards = openShards;
  }

  @Override
  @Nullable Entry<String> read() {
    while (true) {
      while (open.size() < openShards && shards.hasNext()) {
        open.addLast(shards.next().open(captions));
      }
      PairStream turn = open.pollFirst();
      if (turn == null) {
        return null;
      }
      if (turn.hasNext()) {
        open.addLast(turn);
        return turn.next();
      }
      turn.close();
    }
  }

  @Override
  public void close() {
    open.forEach(PairStream::close);
    open.clear();
  }
}

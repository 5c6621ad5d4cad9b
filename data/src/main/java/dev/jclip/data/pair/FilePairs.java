package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import dev.jclip.data.file.NamedFile;
import dev.jclip.data.random.SeededRandom;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/**
 * Images in files of their own, each pass an exact permutation of them.
 *
 * @param folder what paths are relative to; an image that is not there is looked for from the
 *     working directory, as open_clip does
 */
record FilePairs(String name, Path folder, List<PictureRow> rows, CaptionSpec captions)
    implements PairSource {
  @Override
  public long numPairs() {
    return rows.size();
  }

  @Override
  public PairStream stream(PairOrder order) {
    int[] permutation = permutation(rows.size(), SeededRandom.of(order.seed(), order.pass()));
    return new Rows(permutation, order);
  }

  /** Fisher and Yates's shuffle. */
  private static int[] permutation(int size, RandomGenerator random) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      int drawn = random.nextInt(i + 1);
      places[i] = places[drawn];
      places[drawn] = i;
    }
    return places;
  }

  private final class Rows implements PairStream {
    private final int[] permutation;
    private final int step;
    private final CaptionDraw draw;
    private long place;

    Rows(int[] permutation, PairOrder order) {
      this.permutation = permutation;
      this.step = order.worldSize();
      this.place = order.rank();
      this.draw = CaptionDraw.of(captions, order);
    }

    @Override
    public boolean hasNext() {
      return place < permutation.length;
    }

    @Override
    public Entry<String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the stream has ended");
      }
      PictureRow row = rows.get(permutation[(int) place]);
      place += step;
      return entry(row, draw);
    }

    @Override
    public void skip(long entries) {
      long left = Math.ceilDiv(permutation.length - place, step);
      place += Math.clamp(entries, 0, Math.max(0, left)) * step;
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }

  private Entry<String> entry(PictureRow row, CaptionDraw draw) {
    return switch (row) {
      case PictureRow.Fault(String place, String reason) ->
          new Entry.Skipped<>(place, "%s: %s: %s".formatted(name, place, reason));
      case PictureRow.Named named -> entry(named, draw);
    };
  }

  private Entry<String> entry(PictureRow.Named row, CaptionDraw draw) {
    String key = row.path();
    try {
      String caption = draw.caption(key, row.annotations());
      return new Entry.Example<>(key, PictureFile.read(NamedFile.of(key, folder)), caption);
    } catch (IOException e) {
      return new Entry.Skipped<>(key, "%s: %s: %s".formatted(name, key, IoReason.of(e)));
    }
  }
}

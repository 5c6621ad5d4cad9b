package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import dev.jclip.data.file.NamedFile;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
    CaptionDraw draw = CaptionDraw.of(captions, order);
    return new Rows(new Permuted<>(rows, order, row -> entry(row, draw)));
  }

  /** The rows in the order of a pass. */
  private record Rows(Permuted<PictureRow, String> rows) implements PairStream {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Entry<String> next() {
      return rows.next();
    }

    @Override
    public void skip(long entries) {
      rows.skip(entries);
    }

    @Override
    public void close() {
      rows.close();
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

package dev.jclip.search.source;

import dev.jclip.data.shard.SampleParts;
import dev.jclip.data.shard.ShardEntry;
import dev.jclip.data.shard.ShardList;
import dev.jclip.data.shard.ShardReader;
import dev.jclip.data.shard.ShardSample;
import dev.jclip.data.table.TableFile;
import dev.jclip.error.DataException;
import dev.jclip.error.ImageException;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Reads images again by the names they have in an index. */
public final class StoredPicture {
  private StoredPicture() {}

  /**
   * The bytes of an image's file; one in a shard or table takes reading that up to there.
   *
   * @throws ImageException if it is not there any more, or cannot be read
   */
  public static byte[] read(String id) {
    int key = id.lastIndexOf(ShardSource.KEY);
    try {
      if (key <= 0 || Files.exists(Path.of(id))) {
        return PictureFile.read(Path.of(id));
      }
      Path file = Path.of(id.substring(0, key));
      String name = id.substring(key + ShardSource.KEY.length());
      if (ShardList.isShard(file)) {
        return readSample(file, name);
      }
      return TableFile.isNamed(file) ? TableSource.read(file, name) : PictureFile.read(Path.of(id));
    } catch (IOException e) {
      throw new ImageException("%s: cannot be read: %s".formatted(id, IoReason.of(e)), e);
    } catch (DataException e) {
      throw new ImageException("%s: cannot be read: %s".formatted(id, e.getMessage()), e);
    }
  }

  private static byte[] readSample(Path shard, String key) throws IOException {
    try (Stream<ShardEntry> entries = ShardReader.of(List.of(shard)).stream()) {
      for (Iterator<ShardEntry> each = entries.iterator(); each.hasNext(); ) {
        if (each.next() instanceof ShardSample sample && sample.key().equals(key)) {
          return SampleParts.picture(sample);
        }
      }
    }
    throw new IOException("the shard has no sample " + key);
  }
}

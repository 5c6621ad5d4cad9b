package dev.jclip.search.source;

import dev.jclip.data.file.TableFile;
import dev.jclip.data.shard.ShardList;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Recognises what a location is. */
public final class PictureSources {
  private PictureSources() {}

  /**
   * The sources that a location stands for: a picture, a folder, a shard ({@code .tar}, {@code
   * .tar.gz}, {@code .tgz}) or a pattern of shards, or a table ({@code .csv}, {@code .tsv}).
   *
   * @throws dev.jclip.error.DataException if a pattern matches no shard
   */
  public static List<PictureSource> of(String location) {
    if (ShardList.isPattern(location) && !exists(location)) {
      return ShardList.expand(location).stream().flatMap(path -> of(path).stream()).toList();
    }
    return of(Path.of(location));
  }

  private static boolean exists(String location) {
    try {
      return Files.exists(Path.of(location));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static List<PictureSource> of(Path path) {
    if (Files.isDirectory(path)) {
      return List.of(new FolderSource(path));
    }
    if (ShardList.isShard(path)) {
      return List.of(new ShardSource(path));
    }
    return List.of(TableFile.isNamed(path) ? new TableSource(path) : new FileSource(path));
  }
}

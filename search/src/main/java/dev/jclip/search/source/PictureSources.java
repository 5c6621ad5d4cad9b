package dev.jclip.search.source;

import dev.jclip.data.shard.ShardList;
import dev.jclip.data.table.TableFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recognises what locations are. */
public final class PictureSources {
  private PictureSources() {}

  /**
   * The sources that locations stand for: images, folders, shards ({@code .tar}, also compressed)
   * or patterns of shards, and tables ({@code .csv}, {@code .tsv}, {@code .parquet}), in their
   * order; images that are named one by one come last, as one source.
   *
   * @throws dev.jclip.error.DataException if a pattern matches no shard
   */
  public static List<PictureSource> of(List<String> locations) {
    return of(locations, TableColumns.USUAL);
  }

  /** The same, with columns of tables. */
  public static List<PictureSource> of(List<String> locations, TableColumns columns) {
    var sources = new ArrayList<PictureSource>();
    var files = new ArrayList<Path>();
    for (Path path : locations.stream().flatMap(PictureSources::paths).toList()) {
      if (Files.isDirectory(path)) {
        sources.add(new FolderSource(path));
      } else if (ShardList.isShard(path)) {
        sources.add(new ShardSource(path));
      } else if (TableFile.isNamed(path)) {
        sources.add(new TableSource(path, columns));
      } else {
        files.add(path);
      }
    }
    if (!files.isEmpty()) {
      sources.add(new FilesSource(files));
    }
    return List.copyOf(sources);
  }

  private static Stream<Path> paths(String location) {
    return ShardList.isPattern(location) && !exists(location)
        ? ShardList.expand(location).stream()
        : Stream.of(Path.of(location));
  }

  private static boolean exists(String location) {
    try {
      return Files.exists(Path.of(location));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}

package dev.jclip.data.pair;

import dev.jclip.data.file.JsonRecords;
import dev.jclip.data.shard.ShardList;
import dev.jclip.data.table.TableFile;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import dev.jclip.io.NameOrder;
import dev.jclip.io.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens pairs to train on, recognised by what is there. */
public final class PairSources {
  private static final String JOIN = "::";
  private static final List<String> METADATA =
      List.of("metadata.jsonl", "metadata.csv", "metadata.tsv");

  private PairSources() {}

  /**
   * Opens one location, or several joined by {@code ::}.
   *
   * <p>A location is a CSV or TSV table, JSON records, WebDataset shards or img2dataset's Parquet
   * files (a file, a glob, a brace range), or a folder of one of these: with {@code
   * metadata.jsonl}, {@code metadata.csv}, shards, Parquet, or images with {@code .txt} files
   * beside them. Shards of all locations are one lot, unless there are weights.
   *
   * @throws DataException if a location does not exist, holds no pairs or has no such column, or if
   *     all captions are equal
   * @throws IllegalArgumentException if there are weights, but not one for each location
   */
  public static PairSource open(String locations, PairOptions options) {
    List<String> names = List.of(locations.split(JOIN, -1));
    List<Double> weights = options.weights();
    if (!weights.isEmpty() && weights.size() != names.size()) {
      throw new IllegalArgumentException(
          "weights: expected one for each of the %d locations, found %d"
              .formatted(names.size(), weights.size()));
    }
    List<PairSource> sources = names.stream().map(name -> one(name, options)).toList();
    PairProbe.check(sources);
    if (sources.size() == 1 && weights.isEmpty()) {
      return sources.getFirst();
    }
    PairSource lot = weights.isEmpty() ? oneLot(locations, sources, options) : null;
    return lot == null ? mix(locations, sources, weights) : lot;
  }

  private static @Nullable PairSource oneLot(
      String name, List<PairSource> sources, PairOptions options) {
    var shards = new ArrayList<PairShard>();
    for (PairSource source : sources) {
      if (!(source instanceof ShardedPairs sharded)) {
        return null;
      }
      shards.addAll(sharded.shards());
    }
    return new ShardedPairs(name, shards, options);
  }

  private static PairSource mix(String name, List<PairSource> sources, List<Double> weights) {
    return new MixedPairs(
        name,
        IntStream.range(0, sources.size())
            .mapToObj(
                i -> MixedPairs.Part.of(sources.get(i), weights.isEmpty() ? 1.0 : weights.get(i)))
            .toList());
  }

  private static PairSource one(String location, PairOptions options) {
    Path path = existing(location);
    if (path == null) {
      if (!ShardList.isPattern(location)) {
        throw new DataException(location + ": no such file or folder");
      }
      return shards(location, ShardList.expand(location), options);
    }
    if (Files.isDirectory(path)) {
      return folder(path, options);
    }
    if (TableFile.isText(path)) {
      return files(path, PictureRows.ofTable(path, options), options);
    }
    if (JsonRecords.isNamed(path)) {
      return files(path, PictureRows.ofRecords(path, options), options);
    }
    return shards(location, List.of(path), options);
  }

  private static @Nullable Path existing(String location) {
    try {
      Path path = Path.of(location);
      return !location.isEmpty() && Files.exists(path) ? path : null;
    } catch (InvalidPathException _) { // a glob, on some systems
      return null;
    }
  }

  private static PairSource folder(Path folder, PairOptions options) {
    for (String name : METADATA) {
      Path metadata = folder.resolve(name);
      if (TextFile.exists(metadata)) {
        return one(metadata.toString(), options);
      }
    }
    List<Path> shards = shardsIn(folder);
    if (!shards.isEmpty()) {
      return shards(folder.toString(), shards, options);
    }
    List<PictureRow> rows = PictureRows.ofFolder(folder);
    if (rows.isEmpty()) {
      throw new DataException(
          "%s: expected %s, shards, Parquet files or images, found none of them"
              .formatted(folder, METADATA.getFirst()));
    }
    return new FilePairs(folder.toString(), folder, rows, options.captions());
  }

  private static List<Path> shardsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> shards = ShardList.in(folder);
      return shards.isEmpty()
          ? files
              .filter(TableFile::isParquet)
              .sorted((a, b) -> NameOrder.NATURAL.compare(a.toString(), b.toString()))
              .toList()
          : shards;
    } catch (IOException e) {
      throw new DataException("%s: cannot be listed: %s".formatted(folder, IoReason.of(e)), e);
    }
  }

  private static PairSource files(Path table, List<PictureRow> rows, PairOptions options) {
    Path folder = Objects.requireNonNull(table.toAbsolutePath().getParent());
    return new FilePairs(table.toString(), folder, rows, options.captions());
  }

  private static PairSource shards(String location, List<Path> files, PairOptions options) {
    List<PairShard> shards =
        files.stream()
            .<PairShard>map(
                file ->
                    TableFile.isParquet(file)
                        ? new ParquetPairs(file, options)
                        : new TarPairs(file, options.captions()))
            .toList();
    return new ShardedPairs(location, shards, options);
  }
}

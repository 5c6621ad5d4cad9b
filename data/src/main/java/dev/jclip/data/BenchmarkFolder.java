package dev.jclip.data;

import dev.jclip.data.file.Folders;
import dev.jclip.data.shard.ShardList;
import dev.jclip.error.DataException;
import dev.jclip.io.NearestNames;
import dev.jclip.io.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * CLIP_benchmark's WebDataset layout: a folder a split with {@code nshards.txt} and {@code 0.tar},
 * {@code 1.tar} and so on; {@code classnames.txt} and {@code dataset_type.txt} beside them.
 */
final class BenchmarkFolder {
  private static final int MAX_SHARDS = 1_000_000;

  private BenchmarkFolder() {}

  static boolean isOne(Path folder) throws IOException {
    return !splits(folder).isEmpty();
  }

  /** What {@code dataset_type.txt} says, in lower case, or {@code classification}. */
  static String type(Path folder) {
    Path file = folder.resolve("dataset_type.txt");
    return TextFile.exists(file)
        ? TextFile.text(file).strip().toLowerCase(Locale.ROOT)
        : "classification";
  }

  private static List<String> splits(Path folder) throws IOException {
    var splits = new ArrayList<String>();
    for (String name : Folders.names(folder)) {
      Path split = folder.resolve(name);
      if (TextFile.exists(count(split)) || holdsShards(split)) {
        splits.add(name);
      }
    }
    return splits;
  }

  /** A folder that cannot be listed is no split; as a folder of images it will be named. */
  private static boolean holdsShards(Path split) {
    try {
      return !ShardList.in(split).isEmpty();
    } catch (IOException _) {
      return false;
    }
  }

  static List<Path> shards(Path folder, String split) throws IOException {
    List<String> splits = splits(folder);
    if (!splits.contains(split)) {
      throw new DataException(
          "%s: expected the split %s, found %s"
              .formatted(folder, split, NearestNames.list(split, splits)));
    }
    Path shards = folder.resolve(split);
    return TextFile.exists(count(shards)) ? counted(shards) : ShardList.in(shards);
  }

  private static Path count(Path split) {
    return split.resolve("nshards.txt");
  }

  private static List<Path> counted(Path split) {
    String text = TextFile.text(count(split)).strip();
    Label number = Label.named(text);
    if (!number.isNumber() || Integer.parseInt(text) > MAX_SHARDS) {
      throw new DataException(
          "%s: expected the number of shards, found \"%s\"".formatted(count(split), text));
    }
    return IntStream.range(0, Integer.parseInt(text))
        .mapToObj(shard -> requireShard(split, shard))
        .toList();
  }

  private static Path requireShard(Path split, int shard) {
    Path file = split.resolve(shard + ".tar");
    if (!Files.exists(file)) {
      throw new DataException(
          "%s: names this shard, but %s does not exist".formatted(count(split), file));
    }
    return file;
  }
}

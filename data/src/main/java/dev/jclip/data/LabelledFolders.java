package dev.jclip.data;

import dev.jclip.data.file.Folders;
import dev.jclip.data.shard.ShardList;
import dev.jclip.error.DataException;
import dev.jclip.image.file.ImageListing;
import dev.jclip.io.ComposedText;
import dev.jclip.io.IoReason;
import dev.jclip.io.NearestNames;
import dev.jclip.io.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recognises what a folder of labelled images is. */
final class LabelledFolders {
  private static final Set<String> SPLITS =
      Set.of("train", "training", "val", "valid", "validation", "dev", "test");

  private LabelledFolders() {}

  static LabelledSets.Parts open(Path folder, LabelledOptions options) {
    try {
      if (BenchmarkFolder.isOne(folder)) {
        return benchmark(folder, options);
      }
      List<Path> shards = ShardList.in(folder);
      return shards.isEmpty()
          ? classFolders(folder, options)
          : LabelledSets.shards(shards, options);
    } catch (IOException e) {
      throw new DataException("%s: cannot be listed: %s".formatted(folder, IoReason.of(e)), e);
    }
  }

  private static LabelledSets.Parts benchmark(Path folder, LabelledOptions options)
      throws IOException {
    String type = BenchmarkFolder.type(folder);
    if (type.equals("retrieval")) {
      throw new DataException(
          folder + ": expected labels, found captions (dataset_type.txt says retrieval)");
    }
    boolean multiLabel = type.equals("multilabel") || options.multiLabel();
    String usual = type.equals("multilabel") ? ShardLabels.NPY : ShardLabels.CLS;
    String label = options.label() == null ? usual : options.label();
    return new LabelledSets.Parts(
        new ShardLabels(BenchmarkFolder.shards(folder, options.split()), label, multiLabel),
        linesIfThere(folder.resolve("classnames.txt")),
        linesIfThere(folder.resolve("zeroshot_classification_templates.txt")),
        multiLabel);
  }

  private static List<String> linesIfThere(Path file) {
    return TextFile.exists(file) ? TextFile.lines(file) : List.of();
  }

  private static LabelledSets.Parts classFolders(Path folder, LabelledOptions options)
      throws IOException {
    Path root = splitFolder(folder, options);
    List<String> folders = Folders.names(root);
    List<String> names = linesIfThere(folder.resolve("classnames.txt"));
    if (!names.isEmpty() && names.size() != folders.size()) {
      throw new DataException(
          "%s: expected %d names, one for each folder of %s, found %d"
              .formatted(folder.resolve("classnames.txt"), folders.size(), root, names.size()));
    }
    var faults = new ArrayList<Folders.Fault>();
    var rows = new ArrayList<FileLabels.Row>();
    List<String> given = options.classNames();
    boolean byName =
        given != null
            && (given.size() != folders.size() || composed(given).containsAll(composed(folders)));
    var listing = new ImageListing();
    for (int i = 0; i < folders.size(); i++) {
      Label label = byName ? Label.named(folders.get(i)) : Label.index(i);
      Folders.Found found = Folders.picturesBelow(root.resolve(folders.get(i)), listing);
      faults.addAll(found.faults());
      for (Path file : found.pictures()) {
        rows.add(new FileLabels.Row(root.relativize(file).toString(), file, List.of(label)));
      }
    }
    Folders.warn(root, listing);
    return new LabelledSets.Parts(
        new FileLabels(faults, rows),
        names.isEmpty() ? folders : names,
        List.of(),
        options.multiLabel());
  }

  private static List<String> composed(List<String> names) {
    return names.stream().map(ComposedText::of).toList();
  }

  private static Path splitFolder(Path folder, LabelledOptions options) throws IOException {
    String split = options.split();
    List<String> folders = Folders.names(folder);
    if (folders.contains(split) && !Folders.names(folder.resolve(split)).isEmpty()) {
      return folder.resolve(split);
    }
    boolean areSplits =
        !folders.isEmpty()
            && folders.stream().allMatch(name -> SPLITS.contains(name.toLowerCase(Locale.ROOT)));
    if (areSplits || options.splitRequired()) {
      throw new DataException(
          "%s: expected the split %s, found %s"
              .formatted(folder, split, NearestNames.list(split, folders)));
    }
    return folder;
  }
}

package dev.jclip.cli.command.search;

import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.query.PictureSearch;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.PictureSources;
import dev.jclip.search.update.IndexBuilder;
import dev.jclip.search.update.IndexReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an index of images, or brings one up to date. */
@Command(
    name = "index",
    description = {
      "Makes an index of images, or brings one up to date: new and changed images are embedded, those that are gone are taken out.",
      "X.txt beside X.jpg is its caption, X.json its metadata; so are a shard's members, and a table's columns."
    },
    mixinStandardHelpOptions = true)
public final class IndexCommand implements Callable<Integer> {
  /** Below the index's folder; Lucene leaves it alone. */
  private static final String MIGRATION = "migration";

  @Spec private CommandSpec command;
  @Mixin private IndexFolder index = new IndexFolder();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--storage",
      paramLabel = "float32|int8|bit1",
      description =
          "What approximate searches of a new index compare; the best are compared again in float32. Default: float32; of --migrate what it was.")
  private @Nullable VectorStorage storage;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Where images are: folders, files, WebDataset shards (train-{0000..0006}.tar), or tables (CSV, TSV, Parquet) with a column of images or of their paths.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--repair",
      description = "First take out what of the index cannot be read; it is embedded again.")
  private boolean repair;

  @Option(
      names = "--migrate",
      description =
          "Embed all images anew with the model of --model; the index answers with the old one until that is done. PATHs are those it is made of.")
  private boolean migrate;

  @Option(
      names = "--compact",
      description =
          "In the end make one part of the index of all that have grown, which makes searches of large ones faster. Takes minutes for a million images.")
  private boolean compact;

  @Option(names = "--info", description = "Instead, tell what the index holds.")
  private boolean info;

  @Option(
      names = "--remove",
      description =
          "Instead, take the images of PATHs out: files, folders, shards, or patterns such as 'photos/**.png'. An update from a source that still holds them puts them in again.")
  private boolean remove;

  @Option(
      names = "--export",
      paramLabel = "X.npy|X.safetensors",
      description = "Instead, write the vectors to a file, with the names of their images.")
  private @Nullable Path export;

  @Override
  public Integer call() {
    var answers = new Answers(command, output);
    if (Stream.of(info, remove, export != null).filter(Boolean::booleanValue).count() > 1) {
      throw new IllegalArgumentException("--info, --remove and --export: expected one of them");
    }
    if (info) {
      requirePaths(false, "--info");
      IndexInfo.give(index.path(), answers);
      return ExitCode.DONE;
    }
    if (export != null) {
      requirePaths(false, "--export");
      IndexExport.write(index.path(), export, answers);
      return ExitCode.DONE;
    }
    if (remove) {
      requirePaths(true, "--remove");
      return RemovedPictures.remove(index.path(), paths, answers);
    }
    requirePaths(true, "index");
    index.requireApartFrom(paths);
    return update(PictureSources.of(paths, columns.columns()), answers);
  }

  private void requirePaths(boolean wanted, String what) {
    if (paths.isEmpty() == wanted) {
      throw new IllegalArgumentException(
          wanted
              ? what + ": expected a PATH or more, found none"
              : "%s: expected no PATH, found %s".formatted(what, String.join(" ", paths)));
    }
  }

  private int update(List<PictureSource> sources, Answers answers) {
    if (repair) {
      long lost = LuceneIndex.repair(index.path());
      command.commandLine().getErr().printf("jclip: %,d images could not be read%n", lost);
    }
    try (var interruption =
        new Interruption(() -> answers.note(KeptPictures.afterInterrupt(index.path())))) {
      IndexReport report =
          migrate ? migrated(sources, interruption) : updated(sources, interruption);
      report.failures().forEach((id, reason) -> answers.skip("input", id, reason));
      if (!report.complete()) {
        answers.note(KeptPictures.afterInterrupt(migrate ? growing() : index.path()));
        return ExitCode.FAILED;
      }
      give(index.path(), report, answers);
      if (report.indexed() > 0) {
        noteFewImages(answers);
      }
      return exitCode(report);
    }
  }

  /** Said where images are put in, and not again at each search. */
  private void noteFewImages(Answers answers) {
    try (LuceneSnapshot snapshot = LuceneSnapshot.open(index.path())) {
      if (new PictureSearch(snapshot).judgesByProbesAlone()) {
        answers.note(
            "the index holds only %d images, too few to tell what is usual among them; searches tell relevance by how near unrelated texts and images come"
                .formatted(snapshot.size()));
      }
    }
  }

  private IndexReport updated(List<PictureSource> sources, BooleanSupplier ends) {
    try (var loaded = new LazyEmbedder(model, output);
        LuceneIndex opened =
            loaded.openOrCreate(
                index.path(), Objects.requireNonNullElse(storage, VectorStorage.FLOAT32))) {
      return update(opened, loaded, sources, ends);
    }
  }

  private Path growing() {
    return index.path().resolve(MIGRATION);
  }

  /** The new vectors grow in a folder of their own, so that this too goes on where it stopped. */
  private IndexReport migrated(List<PictureSource> sources, BooleanSupplier ends) {
    Path growing = growing();
    IndexReport report;
    try (var loaded = new LazyEmbedder(model, output);
        LuceneSnapshot old = LuceneSnapshot.open(index.path());
        LuceneIndex opened =
            loaded.openOrCreate(
                growing, Objects.requireNonNullElse(storage, old.storage()), old.model().name())) {
      report = update(opened, loaded, sources, ends);
    }
    if (!report.complete()) {
      return report;
    }
    LuceneIndex.replace(index.path(), growing);
    FolderRemoval.remove(growing);
    return report;
  }

  private IndexReport update(
      LuceneIndex opened, LazyEmbedder loaded, List<PictureSource> sources, BooleanSupplier ends) {
    IndexReport report;
    try (var progress = new IndexProgress(output)) {
      report =
          new IndexBuilder(opened, () -> loaded.get(opened.model().name()), progress)
              .update(sources, ends);
    }
    if (compact && report.complete()) {
      opened.compact();
    }
    return report;
  }

  private static int exitCode(IndexReport report) {
    int failed = report.failures().size();
    long pictures = report.indexed() + report.unchanged() + failed;
    return ExitCode.of((int) Math.min(Integer.MAX_VALUE, pictures), failed);
  }

  /** Says what became of the images. */
  static void give(Path index, IndexReport report, Answers answers) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", index.toString());
    fields.put("indexed", report.indexed());
    fields.put("unchanged", report.unchanged());
    fields.put("removed", report.removed());
    fields.put("failed", report.failures().size());
    answers.give(
        fields,
        String.format(
            Locale.ROOT,
            "%s: %,d indexed, %,d unchanged, %,d removed, %,d could not be read",
            index,
            report.indexed(),
            report.unchanged(),
            report.removed(),
            report.failures().size()));
  }
}

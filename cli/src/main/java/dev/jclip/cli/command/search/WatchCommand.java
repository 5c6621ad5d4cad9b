package dev.jclip.cli.command.search;

import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.PictureSources;
import dev.jclip.search.update.IndexBuilder;
import dev.jclip.search.watch.IndexWatcher;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps an index like its sources until it is ended. */
@Command(
    name = "watch",
    description =
        "Keeps an index like the folders, shards and tables it is made of, until it is ended (Ctrl+C).",
    mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {
  private static final int MOST_SECONDS = 86_400;

  @Spec private CommandSpec command;
  @Mixin private IndexFolder index = new IndexFolder();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description =
          "How often to look where the system does not tell of changes, as on network drives; less often where looking takes more than a twentieth of the time. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Where images are, as of jclip index.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    NumberOptions.require(
        seconds > 0 && seconds <= MOST_SECONDS,
        "--every",
        "seconds above 0, at most " + MOST_SECONDS,
        seconds);
    index.requireApartFrom(paths);
    List<PictureSource> sources = PictureSources.of(paths, columns.columns());
    var answers = new Answers(command, output);
    try (var interruption = new Interruption(() -> answers.note(ended()));
        var loaded = new LazyEmbedder(model, output);
        EmbeddingIndex opened = loaded.openOrCreate(index.path(), VectorStorage.FLOAT32)) {
      answers.note(
          "watching %s for %s since %tT; end with Ctrl+C"
              .formatted(
                  String.join(", ", paths), index.path(), LocalTime.now(ZoneId.systemDefault())));
      watch(opened, loaded, sources, interruption, answers);
      answers.note(ended());
    }
    return ExitCode.DONE;
  }

  private void watch(
      EmbeddingIndex opened,
      LazyEmbedder loaded,
      List<PictureSource> sources,
      Interruption interruption,
      Answers answers)
      throws InterruptedException {
    var builder =
        new IndexBuilder(
            opened, () -> loaded.get(opened.model().name()), new ReportedOnce(answers));
    new IndexWatcher(
            builder,
            sources,
            Duration.ofNanos((long) (seconds * 1e9)),
            report -> IndexCommand.give(index.path(), report, answers))
        .run(interruption);
  }

  private String ended() {
    return "ended: " + KeptPictures.in(index.path());
  }
}

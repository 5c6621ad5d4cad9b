package dev.jclip.cli;

import dev.jclip.cli.command.ClassifyCommand;
import dev.jclip.cli.command.CompletionCommand;
import dev.jclip.cli.command.EmbedCommand;
import dev.jclip.cli.command.ExportCommand;
import dev.jclip.cli.command.InspectCommand;
import dev.jclip.cli.command.ModelsCommand;
import dev.jclip.cli.command.PullCommand;
import dev.jclip.cli.command.ScenesCommand;
import dev.jclip.cli.command.SimilarityCommand;
import dev.jclip.cli.command.TokenizeCommand;
import dev.jclip.cli.command.bench.BenchCommand;
import dev.jclip.cli.command.caption.CaptionCommand;
import dev.jclip.cli.command.demo.DemoCommand;
import dev.jclip.cli.command.detect.DetectCommand;
import dev.jclip.cli.command.eval.EvalCommand;
import dev.jclip.cli.command.ground.GroundCommand;
import dev.jclip.cli.command.moderate.ModerateCommand;
import dev.jclip.cli.command.search.DedupCommand;
import dev.jclip.cli.command.search.IndexCommand;
import dev.jclip.cli.command.search.SearchCommand;
import dev.jclip.cli.command.search.SimilarCommand;
import dev.jclip.cli.command.search.WatchCommand;
import dev.jclip.cli.command.train.TrainCommand;
import dev.jclip.cli.command.train.TrainDetectorCommand;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The commands, in the order in which help lists them. */
enum Subcommand {
  DEMO(DemoCommand.class),
  EMBED(EmbedCommand.class),
  CLASSIFY(ClassifyCommand.class),
  CAPTION(CaptionCommand.class),
  DETECT(DetectCommand.class),
  SIMILARITY(SimilarityCommand.class),
  MODERATE(ModerateCommand.class),
  GROUND(GroundCommand.class),
  TOKENIZE(TokenizeCommand.class),
  INSPECT(InspectCommand.class),
  PULL(PullCommand.class),
  MODELS(ModelsCommand.class),
  EVAL(EvalCommand.class),
  TRAIN(TrainCommand.class),
  TRAIN_DETECTOR(TrainDetectorCommand.class),
  SCENES(ScenesCommand.class),
  EXPORT(ExportCommand.class),
  INDEX(IndexCommand.class),
  SEARCH(SearchCommand.class),
  SIMILAR(SimilarCommand.class),
  DEDUP(DedupCommand.class),
  WATCH(WatchCommand.class),
  BENCH(BenchCommand.class),
  COMPLETION(CompletionCommand.class);

  private static final Set<Subcommand> COMPUTING =
      EnumSet.of(
          EMBED,
          CLASSIFY,
          CAPTION,
          DETECT,
          SIMILARITY,
          MODERATE,
          EVAL,
          INDEX,
          SEARCH,
          SIMILAR,
          WATCH);

  private final Class<?> type;

  Subcommand(Class<?> type) {
    this.type = type;
  }

  /** Its class. */
  Class<?> type() {
    return type;
  }

  /** Whether it computes embeddings as soon as it can. */
  boolean computes() {
    return COMPUTING.contains(this);
  }

  /** The command whose name is the first argument. */
  static Optional<Subcommand> named(String... args) {
    return Stream.of(args).findFirst().flatMap(Subcommand::of);
  }

  private static Optional<Subcommand> of(String name) {
    return Stream.of(values()).filter(command -> name.equals(command.word())).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The command that is named alone, since to describe one takes a while; without a name all, and
   * for the command that tells a shell of all.
   */
  static Set<Subcommand> needed(String... args) {
    return named(args)
        .filter(command -> command != COMPLETION)
        .map(EnumSet::of)
        .orElseGet(() -> EnumSet.allOf(Subcommand.class));
  }
}

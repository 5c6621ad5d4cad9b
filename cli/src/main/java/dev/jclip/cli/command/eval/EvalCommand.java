package dev.jclip.cli.command.eval;

import picocli.CommandLine.Command;

/** Measures models on data sets. */
@Command(
    name = "eval",
    description = "Measures models on data sets, and says how sure the figures are.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ZeroShotCommand.class,
      RetrievalCommand.class,
      LinearProbeCommand.class,
      CaptionSelectionCommand.class,
      CaptionEvalCommand.class,
      DetectionEvalCommand.class,
      CompareCommand.class,
      TableCommand.class
    })
public final class EvalCommand {}

package dev.jclip.cli.command;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Split;
import dev.jclip.scene.file.SceneWriter;
import dev.jclip.scene.render.SceneRenderer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Renders tabletop scenes with captions. */
@Command(
    name = "scenes",
    description =
        "Renders tabletop scenes with captions, boxes, masks and relations, to train and to judge by.",
    mixinStandardHelpOptions = true)
public final class ScenesCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where the shards, or the images, go.")
  private Path folder = Path.of("");

  @Option(names = "--count", paramLabel = "N", required = true, description = "How many scenes.")
  private long count;

  @Option(
      names = "--split",
      paramLabel = "train|test|held_out",
      defaultValue = "train",
      description =
          "Scenes to learn from; others to judge by; or those of colour-shape pairs that no training scene shows. Default: ${DEFAULT-VALUE}.")
  private Split split = Split.TRAIN;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "64",
      description = "Side of the images. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--objects",
      paramLabel = "N",
      description = "Exactly so many objects in each scene. Default: one to six.")
  private @Nullable Integer objects;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Default: 0.")
  private long seed;

  @Option(
      names = "--as-files",
      description =
          "Write images, metadata.jsonl, and relations.json for eval caption-selection, instead of shards.")
  private boolean asFiles;

  @Option(
      names = "--depth",
      description =
          "Write the depth of each image too, NAME.depth.png of 16 bits in millimetres, and the camera into its record.")
  private boolean depth;

  @Option(
      names = "--shard-size",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Scenes in one shard. Default: ${DEFAULT-VALUE}.")
  private int shardSize;

  @Override
  public Integer call() {
    if (count < 1 || shardSize < 1) {
      throw new IllegalArgumentException(
          "--count, --shard-size: expected 1 or more, found %d and %d".formatted(count, shardSize));
    }
    var sampler =
        objects == null
            ? new SceneSampler(seed, split, 1, SceneSampler.MAX_OBJECTS)
            : new SceneSampler(seed, split, objects, objects);
    try (Progress progress = output.progress("scenes", count)) {
      var images = new SceneWriter(sampler, new SceneRenderer(size), progress::advance);
      SceneWriter writer = depth ? images.withDepth() : images;
      if (asFiles) {
        writer.writeFolder(folder, count);
      } else {
        writer.writeShards(folder, count, shardSize);
      }
    }
    new Answers(command, output)
        .give(
            Map.of("scenes", count, "output", folder.toString()),
            "%d scenes in %s".formatted(count, folder));
    return ExitCode.DONE;
  }
}

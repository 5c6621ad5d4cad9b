package dev.jclip.cli.command.bench;

import dev.jclip.Clip;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.image.RgbImage;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code jclip bench} runs as a process of its own, since others would share its memory. */
@Command(
    name = "startup",
    description = "Measures the time to the first embeddings, and the memory after a batch.",
    mixinStandardHelpOptions = true,
    hidden = true)
final class StartupCommand implements Callable<Integer> {
  private static final int SIDE = 64;

  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    try (Clip clip = model.load(model.name(), output, _ -> {})) {
      var black = new RgbImage(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
      clip.encodeImage(black);
      clip.encodeText("a photo");
      double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
      clip.encodeImages(Collections.nCopies(Workload.BATCH, black));
      clip.encodeTexts(Workload.makeCaptions());
      var startup = new Startup(seconds, ResidentMemory.ofThisProcess());
      new Answers(command, output).give(startup.fields(), startup.toString());
    }
    return ExitCode.DONE;
  }
}

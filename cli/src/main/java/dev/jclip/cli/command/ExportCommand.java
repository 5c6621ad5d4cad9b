package dev.jclip.cli.command;

import dev.jclip.Clip;
import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.DetectorCheckpoint;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.config.DType;
import dev.jclip.model.Layout;
import dev.jclip.tokenizer.BpeMerges;
import dev.jclip.train.vocabulary.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a model at another precision, in its own layout. */
@Command(
    name = "export",
    description =
        "Writes a model at full or half precision, with its vocabulary and the detector beside it, as a folder that the library it comes from loads.",
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--output", paramLabel = "DIR", required = true, description = "The new folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--dtype",
      paramLabel = "f32|f16|bf16",
      defaultValue = "f32",
      description = "How weights are stored. Default: ${DEFAULT-VALUE}.")
  private DType precision = DType.F32;

  @Override
  public Integer call() {
    refuseFullFolder();
    Path source = model.resolve(output);
    try (Clip clip = model.load(source.toString(), output)) {
      clip.save(
          folder, clip.layout() == Layout.OPENAI ? Layout.OPEN_CLIP : clip.layout(), precision);
      vocabulary(source, clip).writeTo(folder, clip.config().text().contextLength());
    }
    if (DetectorCheckpoint.isAt(source)) {
      try (DetectorCheckpoint detector = DetectorCheckpoint.open(source)) {
        detector.writeTo(folder, precision);
      }
    }
    new Answers(command, output).give(Map.of("model", folder.toString()), "written to " + folder);
    return ExitCode.DONE;
  }

  private Vocabulary vocabulary(Path source, Clip clip) {
    return model
        .tokenizerFile()
        .map(file -> Vocabulary.of(BpeMerges.read(file)))
        .orElseGet(() -> Vocabulary.in(Checkpoint.folderOf(source), clip.tokenizer()));
  }

  private void refuseFullFolder() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new IllegalArgumentException(
            "--output %s: expected a new or an empty folder, found files".formatted(folder));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--output %s: cannot be listed: %s".formatted(folder, e.getMessage()), e);
    }
  }
}

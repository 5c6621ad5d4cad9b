package dev.jclip.cli.command;

import dev.jclip.Clip;
import dev.jclip.cli.option.DownloadProgress;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads a model. */
@Command(
    name = "pull",
    description = "Downloads a model into the cache that the Python tools use too.",
    mixinStandardHelpOptions = true)
public final class PullCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "NAME",
      description =
          "ORG/NAME, ORG/NAME@REVISION, or an architecture with a tag (see jclip models).")
  private String name = "";

  @Override
  public Integer call() {
    Path folder = Clip.loader().progress(new DownloadProgress(output)).pull(name);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", name);
    fields.put("path", folder.toString());
    new Answers(command, output).give(fields, folder.toString());
    return 0;
  }
}

package dev.jclip.cli.command;

import dev.jclip.ModelSummary;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is in a checkpoint. */
@Command(
    name = "inspect",
    description = "Shows what is in a checkpoint, without loading its weights.",
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description = "A folder, a file, or a name on the hub. Default: that of --model.")
  private @Nullable String name;

  @Override
  public Integer call() {
    String inspected = name == null ? model.name() : name;
    ModelSummary summary = model.loader(output).inspect(inspected);
    Map<String, Object> fields = summary.fields();
    String rows =
        fields.entrySet().stream()
            .map(
                field ->
                    String.format(Locale.ROOT, "%-14s %s", field.getKey(), shown(field.getValue())))
            .collect(Collectors.joining("\n"));
    new Answers(command, output).give(fields, rows);
    return 0;
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + entry.getValue())
          .collect(Collectors.joining(" "));
    }
    return String.valueOf(value);
  }
}

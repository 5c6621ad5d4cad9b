package dev.jclip.cli.command;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.config.catalog.ModelCatalog;
import dev.jclip.hub.CachedModel;
import dev.jclip.hub.HubOptions;
import dev.jclip.hub.ModelHub;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the models that are known by name, and those in the cache. */
@Command(
    name = "models",
    description = "Lists the models that are known by name, and those in the cache.",
    mixinStandardHelpOptions = true)
public final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    var answers = new Answers(command, output);
    Map<String, CachedModel> cached =
        new ModelHub(HubOptions.fromEnvironment(System.getenv()))
            .cached().stream()
                .collect(
                    Collectors.toMap(
                        CachedModel::name, Function.identity(), (a, b) -> b, LinkedHashMap::new));
    for (ModelCatalog.Entry entry : ModelCatalog.load().entries()) {
      give(answers, entry.name(), entry.architecture(), entry.tag(), cached.remove(entry.name()));
    }
    cached.forEach((name, model) -> give(answers, name, "", "", model));
    return 0;
  }

  private static void give(
      Answers answers, String name, String architecture, String tag, @Nullable CachedModel cached) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", name);
    fields.put("architecture", architecture);
    fields.put("tag", tag);
    fields.put("cached", cached != null);
    if (cached != null) {
      fields.put("path", cached.folder().toString());
      fields.put("bytes", cached.bytes());
    }
    String size = cached == null ? "" : String.format(Locale.ROOT, "%.0f MB", cached.bytes() / 1e6);
    answers.give(
        fields, String.format(Locale.ROOT, "%-66s %-26s %-30s %s", name, architecture, tag, size));
  }
}

package dev.jclip.cli.output;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A script for the fish shell, made of the description of a command line. */
public final class FishCompletion {
  private static final String SEEN = "__fish_seen_subcommand_from ";

  private final String program;

  private FishCompletion(String program) {
    this.program = program;
  }

  /** Completes the commands and options of a line; those that are hidden are left out. */
  public static String of(CommandLine line) {
    CommandSpec root = line.getCommandSpec();
    return new FishCompletion(root.name())
        .lines(root, "")
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /**
   * The lines of a command and those below it.
   *
   * @param seen what has been typed when the command's own options are offered; empty for the root
   */
  private Stream<String> lines(CommandSpec command, String seen) {
    Map<String, CommandSpec> below = visible(command);
    String names = String.join(" ", below.keySet());
    String open = below.isEmpty() ? seen : both(seen, "not " + SEEN + names);
    return Stream.of(
            below.values().stream().map(it -> line(open, "-f -a " + it.name(), description(it))),
            command.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> names(option, command).map(name -> line(open, name, option))),
            below.values().stream().flatMap(it -> lines(it, both(seen, SEEN + it.name()))))
        .flatMap(lines -> lines);
  }

  private static Map<String, CommandSpec> visible(CommandSpec command) {
    var below = new TreeMap<String, CommandSpec>();
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(it -> !it.usageMessage().hidden())
        .forEach(it -> below.put(it.name(), it));
    return below;
  }

  /** An option's names as fish takes them, with what turns it off. */
  private static Stream<String> names(OptionSpec option, CommandSpec command) {
    Stream<String> negated =
        command.negatedOptionsMap().entrySet().stream()
            .filter(entry -> entry.getValue().equals(option))
            .map(Map.Entry::getKey);
    return Stream.concat(Stream.of(option.names()), negated)
        .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
  }

  private static String both(String first, String second) {
    return first.isEmpty() ? second : first + "; and " + second;
  }

  private String line(String condition, String name, OptionSpec option) {
    String value = option.arity().min() > 0 ? " -r" : "";
    return line(condition, name + value, first(option.description()));
  }

  private String line(String condition, String what, String description) {
    return "complete -c %s -n %s %s -d %s"
        .formatted(program, quoted(condition), what, quoted(description));
  }

  private static String description(CommandSpec command) {
    return first(command.usageMessage().description());
  }

  /** The first sentence. */
  private static String first(String... description) {
    return List.of(description).isEmpty() ? "" : description[0].split("(?<=\\.) ", 2)[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

package dev.jclip.cli.command.train;

import dev.jclip.cli.output.Version;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The options of a run, each with its values as they stand on the command line; kept in the run's
 * folder, as open_clip keeps its {@code params.txt}, and taken from there when the run goes on. An
 * option without a value has the value {@code true}, or {@code false} where it is switched off.
 */
record RunSettings(SequencedMap<String, List<String>> options) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String FILE = "settings.json";
  private static final List<String> ON = List.of("true");

  /** They say where a run is and what is printed, not what it does. */
  private static final Set<String> OF_A_START =
      Set.of("--resume", "--change", "--logs", "--name", "--json", "--quiet", "--help");

  /** What a model that goes on cannot change any more. */
  private static final List<String> OF_THE_MODEL =
      List.of(
          "--model",
          "--pretrained",
          "--tokenizer",
          "--vocab-size",
          "--force-image-size",
          "--force-context-length",
          "--force-quick-gelu",
          "--image-size",
          "--neck-width",
          "--neck-layers",
          "--neck-heads");

  /** Options instead of which others may be given; who gives the first means no longer these. */
  private static final Map<String, List<String>> INSTEAD_OF =
      Map.of(
          "--epochs", List.of("--steps"),
          "--steps", List.of("--epochs"),
          "--save-frequency", List.of("--save-every"),
          "--val-frequency", List.of("--val-every"),
          "--zeroshot-frequency", List.of("--val-every"),
          "--lr-scheduler", List.of("--skip-scheduler"),
          "--keep-checkpoints", List.of("--delete-previous-checkpoint"));

  /** What a command line says, with the defaults of what it does not say. */
  static RunSettings of(ParseResult parsed) {
    var options = new LinkedHashMap<String, List<String>>();
    for (OptionSpec option : parsed.commandSpec().options()) {
      List<String> values = values(option, parsed);
      if (isKept(option) && !values.isEmpty()) {
        options.put(option.longestName(), values);
      }
    }
    return new RunSettings(options);
  }

  /** What a command line says itself. */
  static RunSettings given(ParseResult parsed) {
    var options = new LinkedHashMap<String, List<String>>();
    for (OptionSpec option : parsed.matchedOptionsSet()) {
      if (!option.hidden()) {
        options.put(option.longestName(), values(option, parsed));
      }
    }
    return new RunSettings(options);
  }

  private static boolean isKept(OptionSpec option) {
    return !option.hidden() && Stream.of(option.names()).noneMatch(OF_A_START::contains);
  }

  private static List<String> values(OptionSpec option, ParseResult parsed) {
    boolean matched = parsed.hasMatchedOption(option);
    if (isFlag(option)) {
      return matched ? List.of(option.getValue().toString()) : List.of();
    }
    if (matched) {
      return option.originalStringValues();
    }
    return Stream.ofNullable(option.defaultValue()).toList();
  }

  private static boolean isFlag(OptionSpec option) {
    return option.arity().max() == 0;
  }

  /**
   * The command line that says the same.
   *
   * @throws CheckpointException if a command has no such option
   */
  List<String> arguments(CommandSpec command) {
    var arguments = new ArrayList<String>();
    options.forEach(
        (name, values) -> {
          OptionSpec option = command.findOption(name);
          if (option == null) {
            throw new CheckpointException(
                "%s: %s: expected an option of jclip train %s; was it written by a later version?"
                    .formatted(FILE, name, Version.NAME));
          }
          if (!isFlag(option)) {
            values.forEach(value -> arguments.add(name + "=" + value));
          } else if (values.equals(ON)) {
            arguments.add(name);
          }
        });
    return arguments;
  }

  /**
   * These, but for what is given anew.
   *
   * @throws IllegalArgumentException if that is what the run's model cannot change
   */
  RunSettings overriddenBy(RunSettings given) {
    for (String name : OF_THE_MODEL) {
      List<String> wanted = given.options.get(name);
      if (wanted != null && !wanted.equals(options.get(name))) {
        throw new IllegalArgumentException(
            "%s: expected %s, with which the run began, or nothing, found %s; a run keeps its model: to train another, choose another --name"
                .formatted(
                    name,
                    options.containsKey(name) ? shown(options.get(name)) : "it without a value",
                    shown(wanted)));
      }
    }
    var all = new LinkedHashMap<>(options);
    given
        .options
        .keySet()
        .forEach(name -> INSTEAD_OF.getOrDefault(name, List.of()).forEach(all::remove));
    all.putAll(given.options);
    return new RunSettings(all);
  }

  private static String shown(List<String> values) {
    return String.join(" ", values);
  }

  /** Writes them where the run is. */
  void writeTo(Path run) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("jclip", Version.NAME);
    ObjectNode written = json.putObject("options");
    options.forEach(
        (name, values) -> {
          if (values.size() == 1) {
            written.put(name, values.getFirst());
          } else {
            values.forEach(written.putArray(name)::add);
          }
        });
    try {
      Files.createDirectories(run);
    } catch (IOException e) {
      throw new CheckpointException(run + ": cannot be made: " + e, e);
    }
    AtomicFile.write(run.resolve(FILE), MAPPER.writeValueAsBytes(json));
  }

  /**
   * Reads those of a run, if it has any: versions before did not write them.
   *
   * @throws CheckpointException if they are damaged
   */
  static Optional<RunSettings> readFrom(Path run) {
    Path file = run.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      var options = new LinkedHashMap<String, List<String>>();
      MAPPER
          .readTree(file.toFile())
          .required("options")
          .propertyStream()
          .forEach(option -> options.put(option.getKey(), strings(option.getValue())));
      return Optional.of(new RunSettings(options));
    } catch (JacksonException e) {
      throw new CheckpointException(
          "%s: damaged: %s; delete it, and give the run's options again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static List<String> strings(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asString).toList()
        : List.of(value.asString());
  }
}

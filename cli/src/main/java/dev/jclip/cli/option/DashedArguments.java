package dev.jclip.cli.option;

import dev.jclip.io.NearestNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells options from texts that begin with a dash, before picocli reads the arguments of a command:
 * the name of an option is one; what could be no option's name, such as {@code "-5 degrees"}, is a
 * text; and what looks like an option that the command does not have is a mistake. After {@code --}
 * everything is a text.
 */
public final class DashedArguments implements IParameterPreprocessor {
  /** Hides a text's dash from picocli; no argument of a process can hold this character. */
  private static final char MARK = '\0';

  private static final String END_OF_OPTIONS = "--";
  private static final int MOST_OFFERED = 2;
  private static final Pattern LONG_OPTION =
      Pattern.compile("(?<name>--[A-Za-z][\\w-]*)(=(?<value>.*))?", Pattern.DOTALL);
  private static final Pattern SHORT_OPTION = Pattern.compile("-[A-Za-z]\\S*");
  private static final Pattern SHORT_OPTION_WITH_NUMBER =
      Pattern.compile("(?<name>-[A-Za-z])=?-?\\d+");
  private static final Pattern OPTION_AND_VALUE =
      Pattern.compile("(?<name>--?[A-Za-z][\\w-]*)\\s.*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-[\\d.][\\d.eE+-]*");

  /** Has all commands of a line read their arguments so. */
  public static CommandLine readOn(CommandLine line) {
    line.registerConverter(String.class, DashedArguments::unmarked);
    line.registerConverter(Path.class, DashedArguments::path);
    addTo(line);
    return line;
  }

  private static void addTo(CommandLine command) {
    if (command.getSubcommands().isEmpty()) {
      command.getCommandSpec().preprocessor(new DashedArguments());
    }
    command.getSubcommands().values().forEach(DashedArguments::addTo);
  }

  /** A text without the mark of one that begins with a dash. */
  public static String unmarked(String text) {
    return text.replace(String.valueOf(MARK), "");
  }

  private static Path path(String argument) {
    try {
      return Path.of(unmarked(argument));
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "'%s' is no name that a file can have: %s".formatted(argument, e.getReason()));
    }
  }

  /** The arguments lie in the stack in reverse order. */
  @Override
  public boolean preprocess(
      Stack<String> arguments,
      CommandSpec command,
      @Nullable ArgSpec argument,
      Map<String, Object> info) {
    boolean isValue = false; // of the option before
    for (int i = arguments.size() - 1; i >= 0 && !arguments.get(i).equals(END_OF_OPTIONS); i--) {
      String text = arguments.get(i);
      OptionSpec option = option(command, text);
      if (option == null && text.startsWith("-") && text.length() > 1) {
        arguments.set(i, read(text, command, isValue));
      }
      isValue = takesValue(option);
    }
    return false;
  }

  private static @Nullable OptionSpec option(CommandSpec command, String name) {
    OptionSpec option = command.optionsMap().get(name);
    return option == null ? command.negatedOptionsMap().get(name) : option;
  }

  private static boolean takesValue(@Nullable OptionSpec option) {
    return option != null && option.arity().max() > 0;
  }

  /** Gives an option back as it is, and a text with its mark. */
  private static String read(String text, CommandSpec command, boolean isValue) {
    Matcher longOption = LONG_OPTION.matcher(text);
    if (longOption.matches()) {
      String name = requireOption(longOption.group("name"), text, command);
      String value = longOption.group("value");
      return value == null ? name : name + "=" + marked(value);
    }
    Matcher withNumber = SHORT_OPTION_WITH_NUMBER.matcher(text);
    if (withNumber.matches() && option(command, withNumber.group("name")) != null) {
      return text;
    }
    if (isValue) {
      return marked(text);
    }
    if (SHORT_OPTION.matcher(text).matches()) {
      return requireOption(text, text, command);
    }
    Matcher withValue = OPTION_AND_VALUE.matcher(text);
    if (withValue.matches() && takesValue(option(command, withValue.group("name")))) {
      throw new ParameterException(
          command.commandLine(),
          "\"%s\": expected the option %s and its value as two arguments, found one; a text that begins so goes after --"
              .formatted(text, withValue.group("name")));
    }
    return MARK + text;
  }

  /** picocli knows negative numbers as values; of other values' dashes it looks for options. */
  private static String marked(String value) {
    return !value.startsWith("-") || NUMBER.matcher(value).matches() ? value : MARK + value;
  }

  private static String requireOption(String name, String text, CommandSpec command) {
    if (option(command, name) == null) {
      throw new UnknownOption(command, name, text);
    }
    return name;
  }

  /** An option that a command does not have, with the most alike of those that it has. */
  private static final class UnknownOption extends UnmatchedArgumentException {
    private static final long serialVersionUID = 1;
    private final String message;

    UnknownOption(CommandSpec command, String name, String argument) {
      super(command.commandLine(), List.of(argument));
      List<String> known =
          command.optionsMap().keySet().stream().filter(other -> other.startsWith("--")).toList();
      List<String> nearest = NearestNames.find(name, known, MOST_OFFERED);
      message =
          "Unknown option: '%s'; %s"
              .formatted(
                  name,
                  nearest.isEmpty()
                      ? "a text that begins with a dash goes after --"
                      : "did you mean " + String.join(" or ", nearest) + "?");
    }

    @Override
    public String getMessage() {
      return message;
    }
  }
}

package dev.jclip.cli.option;

import java.lang.reflect.Member;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lists a command's options in its help: first those of its own, then the sections of those that it
 * shares with other commands.
 */
public final class SectionedOptions {
  private static final String OWN = "Options";

  private SectionedOptions() {}

  /** Has all commands of a line list their options so. */
  public static void showOn(CommandLine line) {
    Map<String, CommandLine.IHelpSectionRenderer> sections = line.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, SectionedOptions::list);
    line.setHelpSectionMap(sections);
  }

  private static String list(Help help) {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    sections.put(OWN, List.of());
    sections.putAll(
        help.commandSpec().options().stream()
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .collect(
                Collectors.groupingBy(
                    SectionedOptions::section, LinkedHashMap::new, Collectors.toList())));
    return sections.entrySet().stream()
        .filter(section -> !section.getValue().isEmpty())
        .map(
            section ->
                section.getKey() + ":" + System.lineSeparator() + rows(section.getValue(), help))
        .collect(Collectors.joining());
  }

  private static String rows(List<OptionSpec> options, Help help) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    return layout.toString();
  }

  private static String section(OptionSpec option) {
    return Optional.ofNullable(option.userObject())
        .filter(Member.class::isInstance)
        .flatMap(
            member ->
                Optional.ofNullable(
                    ((Member) member).getDeclaringClass().getAnnotation(OptionSection.class)))
        .map(OptionSection::value)
        .orElse(OWN);
  }
}

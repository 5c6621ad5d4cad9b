package dev.jclip.grounding.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.grounding.command.Understanding.NotUnderstood;
import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.grammar.Grammar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
  private static final CommandParser PARSER = new CommandParser(Grammar.english());

  @ParameterizedTest
  @ValueSource(strings = {"instructions.txt", "heldout.txt", "heldout2.txt"})
  void givesInstructionsTheirStructures(String file) throws IOException {
    var wrong = new ArrayList<String>();
    Map<String, String> instructions = instructions(file);
    instructions.forEach(
        (sentence, structure) -> {
          Understanding understanding = PARSER.parse(sentence);
          String found = told(understanding);
          if (!found.equals(structure)) {
            wrong.add(sentence + "\n    " + structure + "\n    " + found);
          }
        });
    System.err.println(wrong.size() + " of " + instructions.size() + "\n" + String.join("\n", wrong));
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"outside.txt", "outside2.txt"})
  void refusesWhatIsOutside(String file) throws IOException {
    var wrong = new ArrayList<String>();
    for (String sentence : lines(file)) {
      Understanding understanding = PARSER.parse(sentence);
      System.err.println(sentence + "\n    " + told(understanding));
      if (understanding instanceof Understood) {
        wrong.add(sentence + "\n    " + told(understanding));
      }
    }
    System.err.println("UNDERSTOOD " + wrong);
    assertThat(wrong).isEmpty();
  }

  private static String told(Understanding understanding) {
    return switch (understanding) {
      case Understood understood -> Notation.of(understood.utterance());
      case NotUnderstood refused ->
          refused.reason()
              + " \""
              + refused.part().text()
              + "\" "
              + refused.rest().map(Notation::of).orElse("");
    };
  }

  private static Map<String, String> instructions(String file) throws IOException {
    var instructions = new LinkedHashMap<String, String>();
    String structure = "";
    for (String line : lines(file)) {
      if (line.startsWith(" ")) {
        instructions.put(line.strip(), structure);
      } else {
        structure = line;
      }
    }
    return instructions;
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(CommandParserTest.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}

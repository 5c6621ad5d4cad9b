package dev.jclip.cli.output;

import dev.jclip.cli.option.OutputOptions;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command's answers go: JSON lines for programs, or rows for people; skipped inputs go to
 * stderr too. For one thread.
 */
public final class Answers {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean notes;

  /** Answers of a command, as its output options say. */
  public Answers(CommandSpec command, OutputOptions options) {
    out = command.commandLine().getOut();
    err = command.commandLine().getErr();
    json = options.json();
    notes = options.warns();
  }

  /**
   * Gives one answer.
   *
   * @param fields the JSON object's members, in order
   * @param row what people read instead
   */
  public void give(Map<String, ?> fields, String row) {
    out.println(json ? MAPPER.writeValueAsString(fields) : row);
    out.flush();
  }

  /** Says something about the answers to people, unless they want to hear errors only. */
  public void note(String text) {
    if (notes) {
      err.println("jclip: " + text);
    }
  }

  /** Says something on stderr alone, also to those who want to hear errors only. */
  public void warn(String message) {
    err.println("jclip: " + message);
  }

  /** Says that an input was skipped, and why. */
  public void skip(String field, String input, String reason) {
    if (json) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put(field, input);
      fields.put("error", reason);
      give(fields, "");
    }
    warn("skipped: " + reason);
  }
}

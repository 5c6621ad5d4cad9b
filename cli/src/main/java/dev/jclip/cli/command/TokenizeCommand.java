package dev.jclip.cli.command;

import dev.jclip.ModelTokenizer;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the tokens that a model reads. */
@Command(
    name = "tokenize",
    description = "Shows the token ids that a model reads, and whether a text is cut.",
    mixinStandardHelpOptions = true)
public final class TokenizeCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "TEXT", arity = "1..*", description = "The texts.")
  private List<String> texts = new ArrayList<>();

  @Override
  public Integer call() {
    var answers = new Answers(command, output);
    ModelTokenizer reader = model.loadTokenizer(output);
    for (String text : texts) {
      give(answers, reader.tokenizer(), reader.tokenize(text));
    }
    return 0;
  }

  private static void give(Answers answers, Tokenizer tokenizer, TokenizedText text) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("text", text.text());
    fields.put("ids", text.ids());
    fields.put("truncated", text.truncated());
    answers.give(
        fields,
        String.format(
            Locale.ROOT,
            "%s\n  %s\n  %s%s",
            text.text(),
            Arrays.toString(text.ids()),
            String.join(" ", tokenizer.pieces(text.ids())),
            text.truncated()
                ? String.format(
                    Locale.ROOT,
                    "\n  cut: %d tokens, the model reads %d",
                    text.tokenCount(),
                    text.ids().length)
                : ""));
  }
}

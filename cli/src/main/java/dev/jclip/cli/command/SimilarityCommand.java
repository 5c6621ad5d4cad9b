package dev.jclip.cli.command;

import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.input.Pictures;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.embed.Embeddings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares each image with each text. */
@Command(
    name = "similarity",
    description = "Compares each image with each text.",
    mixinStandardHelpOptions = true)
public final class SimilarityCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      required = true,
      description = "A text to compare with; may be repeated.")
  private List<String> texts = new ArrayList<>();

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Images: files, folders, globs, or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    List<Input> pictures = Inputs.expand(paths, System.in);
    var answers = new Answers(command, output);
    try (Clip clip = model.load(output);
        Progress progress = output.progress("similarity", pictures.size())) {
      List<float[]> embeddings = clip.encodeTexts(texts);
      int failed =
          new Pictures(clip).encode(pictures, progress, receiver(clip, embeddings, answers));
      return ExitCode.of(pictures.size(), failed);
    }
  }

  private Pictures.Receiver receiver(Clip clip, List<float[]> embeddings, Answers answers) {
    return new Pictures.Receiver() {
      @Override
      public void embedded(String name, float[] embedding) {
        for (int i = 0; i < texts.size(); i++) {
          double similarity = Embeddings.dot(embedding, embeddings.get(i));
          double logit = clip.logit(similarity);
          var fields = new LinkedHashMap<String, Object>();
          fields.put("image", name);
          fields.put("text", texts.get(i));
          fields.put("similarity", similarity);
          fields.put("logit", logit);
          answers.give(
              fields,
              String.format(
                  Locale.ROOT,
                  "%.4f  (logit %.2f)  %s  \"%s\"",
                  similarity,
                  logit,
                  name,
                  texts.get(i)));
        }
      }

      @Override
      public void failed(String name, String reason) {
        answers.skip("image", name, reason);
      }
    };
  }
}

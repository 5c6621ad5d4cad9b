package dev.jclip.cli.command;

import dev.jclip.Clip;
import dev.jclip.cli.Answers;
import dev.jclip.cli.EmbeddingFile;
import dev.jclip.cli.ExitCode;
import dev.jclip.cli.Inputs;
import dev.jclip.cli.Inputs.Input;
import dev.jclip.cli.ModelOptions;
import dev.jclip.cli.OutputOptions;
import dev.jclip.cli.Pictures;
import dev.jclip.cli.Progress;
import dev.jclip.cli.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns pictures and texts into embeddings. */
@Command(
    name = "embed",
    description = "Turns pictures and texts into embeddings of norm 1, texts first.",
    mixinStandardHelpOptions = true)
public final class EmbedCommand implements Callable<Integer> {
  private static final int SHOWN_VALUES = 4;

  @Spec private CommandSpec command;
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--text", paramLabel = "TEXT", description = "A text to embed; may be repeated.")
  private List<String> texts = new ArrayList<>();

  @Option(names = "--text-file", paramLabel = "FILE", description = "Texts to embed, one a line.")
  private @Nullable Path textFile;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Also write all embeddings to X.npy or X.safetensors, in order; skipped inputs have no row.")
  private @Nullable Path file;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Pictures: files, folders, globs, or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> allTexts = new ArrayList<>(texts);
    if (textFile != null) {
      allTexts.addAll(TextFile.lines(textFile));
    }
    List<Input> pictures = Inputs.expand(paths, System.in);
    if (allTexts.isEmpty() && pictures.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to embed: name pictures, or give --text or --text-file");
    }
    try (EmbeddingFile matrix = file == null ? null : EmbeddingFile.at(file)) {
      int failed = embed(allTexts, pictures, matrix);
      if (matrix != null) {
        matrix.write();
      }
      return ExitCode.of(allTexts.size() + pictures.size(), failed);
    }
  }

  /** Returns how many inputs failed; the model is gone then. */
  private int embed(List<String> allTexts, List<Input> pictures, @Nullable EmbeddingFile matrix) {
    try (Clip clip = model.load(output);
        Progress progress = output.progress("embed", allTexts.size() + pictures.size())) {
      var run = new Run(clip, progress, new Answers(command, output), matrix);
      run.embedTexts(allTexts, model.batchSize());
      return new Pictures(clip).encode(pictures, progress, run);
    }
  }

  /** One run's model and where its embeddings go. */
  private record Run(Clip clip, Progress progress, Answers answers, @Nullable EmbeddingFile matrix)
      implements Pictures.Receiver {
    void embedTexts(List<String> texts, int batchSize) {
      for (int from = 0; from < texts.size(); from += batchSize) {
        List<String> batch = texts.subList(from, Math.min(texts.size(), from + batchSize));
        var embeddings = clip.encodeTexts(batch).iterator();
        batch.forEach(text -> give(text, "text", embeddings.next()));
        progress.advance(batch.size());
      }
    }

    @Override
    public void embedded(String name, float[] embedding) {
      give(name, "image", embedding);
    }

    @Override
    public void failed(String name, String reason) {
      answers.skip("input", name, reason);
    }

    private void give(String input, String kind, float[] embedding) {
      if (matrix != null) {
        matrix.add(input, embedding);
      }
      var fields = new LinkedHashMap<String, Object>();
      fields.put("input", input);
      fields.put("kind", kind);
      fields.put("embedding", embedding);
      answers.give(fields, row(input, kind, embedding));
    }
  }

  private static String row(String input, String kind, float[] embedding) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(SHOWN_VALUES, embedding.length); i++) {
      shown.append(String.format(Locale.ROOT, "%+.4f ", embedding[i]));
    }
    return String.format(
        Locale.ROOT, "%-5s  [%s... %d values]  %s", kind, shown, embedding.length, input);
  }
}

package dev.jclip.cli.command;

import dev.jclip.Clip;
import dev.jclip.cli.input.Pictures;
import dev.jclip.cli.input.StoredInputs;
import dev.jclip.cli.option.ColumnOptions;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.EmbeddingFile;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.io.TextFile;
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

/** Turns images and texts into embeddings. */
@Command(
    name = "embed",
    description = "Turns images and texts into embeddings of norm 1, texts first.",
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
          "Write the embeddings to X.npy or X.safetensors (tensor \"embeddings\"), in order, and to X.jsonl which row is which input and what was skipped; they are not printed then.")
  private @Nullable Path file;

  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Images: files, folders, globs, shards, tables (CSV, TSV, Parquet), or - for names on stdin.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> allTexts = new ArrayList<>(texts);
    if (textFile != null) {
      allTexts.addAll(TextFile.items(textFile));
    }
    if (allTexts.isEmpty() && paths.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to embed: name images, or give --text or --text-file");
    }
    try (StoredInputs pictures = StoredInputs.expand(paths, System.in, columns.columns());
        EmbeddingFile matrix = file == null ? null : EmbeddingFile.at(file)) {
      var answers = new Answers(command, output);
      Sink sink = matrix == null ? new Printed(answers) : new Written(matrix, answers);
      int code = embed(allTexts, pictures, sink);
      sink.finish();
      return code;
    }
  }

  /** Returns the exit code; the model is gone then. */
  private int embed(List<String> allTexts, StoredInputs pictures, Sink sink) {
    long count = pictures.count();
    try (Clip clip = model.load(output);
        Progress progress = output.progress("embed", count < 0 ? count : allTexts.size() + count)) {
      embedTexts(clip, allTexts, progress, sink);
      var counted = new Counted(sink);
      int failed = new Pictures(clip).encode(pictures, progress, counted);
      return ExitCode.of(allTexts.size() + counted.pictures, failed);
    }
  }

  private void embedTexts(Clip clip, List<String> all, Progress progress, Sink sink) {
    int batchSize = model.batchSize();
    for (int from = 0; from < all.size(); from += batchSize) {
      List<String> batch = all.subList(from, Math.min(all.size(), from + batchSize));
      var embeddings = clip.encodeTexts(batch).iterator();
      batch.forEach(text -> sink.give(text, "text", embeddings.next()));
      progress.advance(batch.size());
    }
  }

  /** Where embeddings go. */
  private sealed interface Sink {
    void give(String input, String kind, float[] embedding);

    void skip(String input, String reason);

    void finish();
  }

  private static final class Counted implements Pictures.Receiver {
    private final Sink sink;
    private int pictures;

    Counted(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void embedded(String name, float[] embedding) {
      pictures++;
      sink.give(name, "image", embedding);
    }

    @Override
    public void failed(String name, String reason) {
      pictures++;
      sink.skip(name, reason);
    }
  }

  /** An answer for each input. */
  private record Printed(Answers answers) implements Sink {
    @Override
    public void give(String input, String kind, float[] embedding) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("input", input);
      fields.put("kind", kind);
      fields.put("embedding", embedding);
      answers.give(fields, row(input, kind, embedding));
    }

    @Override
    public void skip(String input, String reason) {
      answers.skip("input", input, reason);
    }

    @Override
    public void finish() {}
  }

  /** A file, and one answer that says what is in it. */
  private record Written(EmbeddingFile matrix, Answers answers) implements Sink {
    @Override
    public void give(String input, String kind, float[] embedding) {
      matrix.add(input, kind, embedding);
    }

    @Override
    public void skip(String input, String reason) {
      matrix.skip(input, reason);
      answers.warn("skipped: " + reason);
    }

    @Override
    public void finish() {
      matrix.write();
      boolean isWritten = matrix.numRows() > 0;
      var fields = new LinkedHashMap<String, @Nullable Object>();
      fields.put("output", isWritten ? matrix.file().toString() : null);
      fields.put("list", isWritten ? matrix.listFile().toString() : null);
      fields.put("rows", matrix.numRows());
      fields.put("dimensions", matrix.dimensions());
      fields.put("skipped", matrix.numSkipped());
      answers.give(
          fields,
          isWritten
              ? "%s: %,d rows of %d values, named in %s; %,d inputs skipped"
                  .formatted(
                      matrix.file(),
                      matrix.numRows(),
                      matrix.dimensions(),
                      matrix.listFile(),
                      matrix.numSkipped())
              : "%s: not written, since all inputs were skipped".formatted(matrix.file()));
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

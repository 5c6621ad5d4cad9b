package dev.jclip.cli.command.search;

import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.io.TextFile;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.library.LibraryView;
import dev.jclip.search.library.PictureLibrary;
import dev.jclip.search.query.QueryParser;
import dev.jclip.search.query.QueryVector;
import dev.jclip.search.query.RecallMeasurement;
import dev.jclip.search.query.SearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds images by describing them. */
@Command(
    name = "search",
    description = "Finds images of an index by describing them.",
    mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {
  private static final int MEASURED_PICTURES = 200;

  @Spec private CommandSpec command;
  @Mixin private IndexFolder index = new IndexFolder();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private ResultOptions results = new ResultOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--boolean",
      description =
          "The query joins texts by and, or, not and parentheses: 'red shoe and not \"high heel\"'.")
  private boolean expression;

  @Option(
      names = "--hybrid",
      description = "Also look for the query's words in file names and captions.")
  private boolean hybrid;

  @Option(
      names = "--measure-recall",
      description =
          "Instead, tell how much of the exact results approximate searches of this index find: of texts (--queries), else of images of the index.")
  private boolean measureRecall;

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      description = "Texts for --measure-recall, one a line.")
  private @Nullable Path queries;

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..*",
      description =
          "A text or an image's file; or several, joined by + and - and with weights: red shoe - heel + 0.5*photo.jpg. Double quotes keep together what belongs together: '0.5*\"a b.jpg\" + red'.")
  private List<String> query = new ArrayList<>();

  @Override
  public Integer call() {
    var answers = new Answers(command, output);
    try (PictureLibrary library = index.library(model, output);
        LibraryView view = library.view()) {
      if (measureRecall) {
        var measurement =
            new RecallMeasurement(view.snapshot(), results.count(), results.approximate());
        give(measurement.of(measured(view)), answers);
      } else {
        search(view, answers);
      }
      return ExitCode.DONE;
    }
  }

  private void search(LibraryView view, Answers answers) {
    if (query.isEmpty()) {
      throw new IllegalArgumentException("QUERY: expected a text or an image's file, found none");
    }
    if (expression && hybrid) {
      throw new IllegalArgumentException("--boolean and --hybrid: expected one of them");
    }
    String text = String.join(" ", query);
    Expression<QueryVector> wanted =
        expression
            ? view.queries().expression(QueryParser.expression(query))
            : view.queries().sum(QueryParser.sum(query));
    SearchRequest request = results.request(wanted, view.snapshot());
    results.show(text, hybrid ? request.withWords(text) : request, view, answers);
  }

  private List<float[]> measured(LibraryView view) {
    if (queries != null) {
      return TextFile.items(queries).stream()
          .map(line -> view.queries().concept(line).values())
          .toList();
    }
    int[] ordinals = view.snapshot().ordinals().toArray();
    int step = Math.max(1, ordinals.length / MEASURED_PICTURES);
    return IntStream.iterate(0, i -> i < ordinals.length, i -> i + step)
        .mapToObj(i -> view.snapshot().vector(ordinals[i]))
        .toList();
  }

  private void give(RecallMeasurement.Recall recall, Answers answers) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("queries", recall.queries());
    fields.put("k", results.count());
    fields.put("recall", recall.recall());
    fields.put("exact_per_second", recall.exactPerSecond());
    fields.put("approximate_per_second", recall.approximatePerSecond());
    answers.give(
        fields,
        String.format(
            Locale.ROOT,
            "recall@%d of %d queries: %.4f; exact %.0f queries/s, approximate %.0f",
            results.count(),
            recall.queries(),
            recall.recall(),
            recall.exactPerSecond(),
            recall.approximatePerSecond()));
  }
}

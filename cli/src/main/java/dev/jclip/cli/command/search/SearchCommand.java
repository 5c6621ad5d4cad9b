package dev.jclip.cli.command.search;

import dev.jclip.cli.Answers;
import dev.jclip.cli.ExitCode;
import dev.jclip.cli.ModelOptions;
import dev.jclip.cli.OutputOptions;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.expression.Concepts;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.query.QueryVector;
import dev.jclip.search.query.SearchRequest;
import dev.jclip.search.query.WeightedTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds pictures by describing them. */
@Command(
    name = "search",
    description = "Finds pictures of an index by describing them.",
    mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {
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

  @Parameters(
      paramLabel = "QUERY",
      arity = "1..*",
      description =
          "A text or a picture's file; or several, joined by + and - and with weights: red shoe - heel + 0.5*photo.jpg.")
  private List<String> query = new ArrayList<>();

  @Override
  public Integer call() {
    String text = String.join(" ", query);
    if (expression && hybrid) {
      throw new IllegalArgumentException("--boolean and --hybrid: expected one of them");
    }
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index.path());
        QueryModel queries = QueryModel.load(snapshot, index.path(), model, output)) {
      Expression<QueryVector> wanted =
          expression
              ? Concepts.parse(text).map(queries::vector)
              : new Expression.Atom<>(WeightedTerm.sum(WeightedTerm.parse(query), queries::vector));
      SearchRequest request = results.request(wanted, snapshot);
      results.show(
          text, hybrid ? request.withWords(text) : request, snapshot, new Answers(command, output));
      return ExitCode.DONE;
    }
  }
}

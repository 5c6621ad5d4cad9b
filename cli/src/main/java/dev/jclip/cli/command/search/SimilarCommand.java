package dev.jclip.cli.command.search;

import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.data.file.NamedFile;
import dev.jclip.io.ComposedText;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.library.LibraryView;
import dev.jclip.search.library.PictureLibrary;
import dev.jclip.search.query.QueryVector;
import dev.jclip.search.query.SearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds images like one. */
@Command(
    name = "similar",
    description =
        "Finds images of an index that are like one, which need not be in it; where it is, no model is loaded.",
    mixinStandardHelpOptions = true)
public final class SimilarCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private IndexFolder index = new IndexFolder();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private ResultOptions results = new ResultOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "IMAGE", description = "An image's file, or its name in the index.")
  private String picture = "";

  @Override
  public Integer call() {
    try (PictureLibrary library = index.library(model, output);
        LibraryView view = library.view()) {
      IndexSnapshot snapshot = view.snapshot();
      Optional<Integer> known = known(snapshot);
      QueryVector vector =
          known
              .map(ordinal -> new QueryVector(snapshot.vector(ordinal), QueryVector.Kind.PICTURE))
              .orElseGet(() -> view.queries().picture(NamedFile.existing(Path.of(picture))));
      SearchRequest request =
          results
              .request(new Expression.Atom<>(vector), snapshot)
              .without(known.map(Set::of).orElse(Set.of()));
      results.show(picture, request, view, new Answers(command, output));
      return ExitCode.DONE;
    }
  }

  private Optional<Integer> known(IndexSnapshot snapshot) {
    String path = Path.of(picture).toAbsolutePath().normalize().toString();
    return snapshot
        .find(picture)
        .or(() -> snapshot.find(path))
        .or(() -> writtenOtherwise(path, snapshot));
  }

  /** A name whose letters are composed in the index and not here, or the other way round. */
  private static Optional<Integer> writtenOtherwise(String path, IndexSnapshot snapshot) {
    var same = new ArrayList<String>();
    snapshot.eachStamp(
        stamp -> {
          if (ComposedText.same(stamp.id(), path)) {
            same.add(stamp.id());
          }
        });
    return same.stream().findFirst().flatMap(snapshot::find);
  }
}

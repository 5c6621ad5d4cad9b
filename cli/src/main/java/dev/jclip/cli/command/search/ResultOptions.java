package dev.jclip.cli.command.search;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.cli.output.Answers;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.library.LibraryView;
import dev.jclip.search.query.QuerySession;
import dev.jclip.search.query.QueryVector;
import dev.jclip.search.query.SearchHit;
import dev.jclip.search.query.SearchRequest;
import dev.jclip.search.query.SearchRequest.Order;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which results are shown, and how. */
@OptionSection("Results")
final class ResultOptions {
  @Mixin private AccuracyOptions accuracy = new AccuracyOptions();

  @Option(
      names = {"-k", "--count"},
      paramLabel = "N",
      defaultValue = "10",
      description = "The maximum number of results. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many of the best to leave out, for the next page.")
  private int offset;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "Only images whose metadata match, as 'year>=2011 and baseColour:Red' or 'not (season:Fall or taken<2020-06)'.")
  private @Nullable String where;

  @Option(
      names = "--least-relevance",
      paramLabel = "0..1",
      defaultValue = "0",
      description = "Leave out results below; at 0.5 nothing may be left, where nothing matches.")
  private double leastRelevance;

  @Option(
      names = "--diversity",
      paramLabel = "0..1",
      defaultValue = "0",
      description =
          "How much unlikeness to better results counts against relevance. Default: ${DEFAULT-VALUE}.")
  private double diversity;

  @Option(
      names = "--order",
      paramLabel = "found|relevance",
      defaultValue = "found",
      description =
          "Results as they are found (the nearest first, or with --diversity each unlike those before), or the most relevant first. Default: ${DEFAULT-VALUE}.")
  private Order order = Order.FOUND;

  @Option(
      names = "--collapse",
      paramLabel = "SIMILARITY",
      arity = "0..1",
      fallbackValue = "0.97",
      description =
          "Leave out images at least so similar to a better one. Without a number: ${FALLBACK-VALUE}.")
  private @Nullable Double collapse;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "Also write the results as one image, PNG.")
  private @Nullable Path sheet;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write the results as a page that holds its images.")
  private @Nullable Path page;

  void show(String query, SearchRequest request, LibraryView view, Answers answers) {
    IndexSnapshot snapshot = view.snapshot();
    QuerySession session = view.search().session(request);
    List<SearchHit> hits = session.hits();
    if (hits.isEmpty()) {
      answers.note(nothingFound(session, request, snapshot));
    }
    for (SearchHit hit : hits) {
      give(hit, snapshot.picture(hit.ordinal()), answers);
    }
    if (sheet != null) {
      ResultPictures.writeSheet(sheet, query, hits, snapshot);
    }
    if (page != null) {
      ResultPictures.writePage(page, query, hits, snapshot);
    }
  }

  private static String nothingFound(
      QuerySession session, SearchRequest request, IndexSnapshot snapshot) {
    if (snapshot.size() == 0) {
      return "nothing found: the index holds no images";
    }
    OptionalDouble best = session.bestOfAnyRelevance();
    if (best.isPresent()) {
      return String.format(
          Locale.ROOT,
          "nothing reached a relevance of %s; the best has %.2f",
          request.leastRelevance(),
          best.getAsDouble());
    }
    return request.offset() > 0
        ? "nothing found: there are no results after the first " + request.offset()
        : "nothing found: no image meets --where";
  }

  SearchRequest request(Expression<QueryVector> wanted, IndexSnapshot snapshot) {
    requireNumbers();
    SearchRequest.Builder request =
        SearchRequest.builder(wanted)
            .where(Optional.ofNullable(where).map(Comparison::parse))
            .accuracy(accuracy.in(snapshot))
            .offset(offset)
            .count(count)
            .leastRelevance(leastRelevance)
            .diversity(diversity)
            .order(order);
    if (collapse != null) {
      request.duplicateSimilarity(collapse);
    }
    return request.build();
  }

  private void requireNumbers() {
    NumberOptions.require(count >= 1, "-k", "1 or more results", count);
    NumberOptions.require(offset >= 0, "--offset", "0 or more", offset);
    NumberOptions.require(
        leastRelevance >= 0 && leastRelevance <= 1, "--least-relevance", "0 to 1", leastRelevance);
    NumberOptions.require(diversity >= 0 && diversity <= 1, "--diversity", "0 to 1", diversity);
    if (collapse != null) {
      NumberOptions.requireCosine("--collapse", collapse);
    }
    accuracy.requireNumbers();
  }

  /** Returns the maximum number of results. */
  int count() {
    requireNumbers();
    return count;
  }

  /** How approximate searches search. */
  Accuracy approximate() {
    return accuracy.approximate();
  }

  private static void give(SearchHit hit, IndexedPicture picture, Answers answers) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("rank", hit.rank());
    fields.put("path", picture.id());
    fields.put("similarity", hit.similarity());
    fields.put("relevance", hit.relevance());
    if (hit.duplicates() > 0) {
      fields.put("duplicates", hit.duplicates());
    }
    if (!picture.caption().isEmpty()) {
      fields.put("caption", picture.caption());
    }
    fields.put("metadata", picture.metadata());
    answers.give(
        fields,
        String.format(
            Locale.ROOT,
            "%3d  %.4f  relevance %.2f  %s%s%s",
            hit.rank(),
            hit.similarity(),
            hit.relevance(),
            picture.id(),
            picture.caption().isEmpty() ? "" : "  \"" + picture.caption() + "\"",
            hit.duplicates() > 0 ? "  (+" + hit.duplicates() + " nearly the same)" : ""));
  }

  /** An image's line below it. */
  static String line(SearchHit hit, IndexedPicture picture) {
    String name =
        picture.caption().isEmpty()
            ? picture.id().substring(picture.id().lastIndexOf('/') + 1)
            : picture.caption().lines().collect(Collectors.joining(" "));
    return String.format(Locale.ROOT, "%.2f  %s", hit.relevance(), name);
  }
}

package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.data.scene.Colour;
import dev.jclip.data.scene.Scene;
import dev.jclip.data.scene.SceneObject;
import dev.jclip.data.scene.SceneSampler;
import dev.jclip.data.scene.Shape;
import dev.jclip.data.scene.Split;
import dev.jclip.data.scene.file.SceneWriter;
import dev.jclip.data.scene.render.SceneRenderer;
import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.Match;
import dev.jclip.search.expression.Concepts;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.query.PictureSearch;
import dev.jclip.search.query.QueryVector;
import dev.jclip.search.query.SearchHit;
import dev.jclip.search.query.SearchRequest;
import dev.jclip.search.query.WeightedTerm;
import dev.jclip.testkit.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How well searches with the bundled model do what they promise. */
class SearchQualityTest {
  private static final int SCENES = 1000;
  private static final int SHOWN = 10;

  private final Clip clip = Clip.load("bundled");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    clip.close();
  }

  /** A query "X and not Y", and what satisfies it. */
  private record Exclusion(
      String wanted, String unwanted, Predicate<Scene> isWanted, Predicate<Scene> isUnwanted) {
    boolean isMetBy(Scene scene) {
      return isWanted.test(scene) && !isUnwanted.test(scene);
    }
  }

  @Test
  void notLeavesOutWhatSubtractionLetsIn() {
    var sampler = new SceneSampler(11, Split.TEST, 1, 4);
    Path pictures = folder.resolve("scenes");
    new SceneWriter(sampler, new SceneRenderer(64), _ -> {}).writeFolder(pictures, SCENES);
    List<Scene> scenes = IntStream.range(0, SCENES).mapToObj(sampler::sample).toList();
    double byExpression = 0;
    double bySubtraction = 0;
    List<Exclusion> queries = exclusions();
    try (IndexSnapshot snapshot = indexed(pictures)) {
      var search = new PictureSearch(snapshot);
      for (Exclusion query : queries) {
        List<Integer> expression =
            found(
                snapshot,
                search.find(
                    SearchRequest.of(
                        Concepts.parse(
                                "\"%s\" and not \"%s\"".formatted(query.wanted, query.unwanted))
                            .map(this::text),
                        SHOWN)));
        QueryVector difference =
            WeightedTerm.sum(
                List.of(new WeightedTerm(1, query.wanted), new WeightedTerm(-1, query.unwanted)),
                this::text);
        List<Integer> subtraction =
            found(snapshot, search.find(SearchRequest.nearest(difference, SHOWN)));
        byExpression += precision(expression, scenes, query) / queries.size();
        bySubtraction += precision(subtraction, scenes, query) / queries.size();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "precision@10 of %d queries with not: %.3f, by subtraction %.3f%n",
        queries.size(),
        byExpression,
        bySubtraction);
    assertThat(byExpression).isGreaterThan(0.9).isGreaterThan(bySubtraction + 0.2);
  }

  private static double precision(List<Integer> found, List<Scene> scenes, Exclusion query) {
    return found.stream().filter(scene -> query.isMetBy(scenes.get(scene))).count()
        / (double) SHOWN;
  }

  /** Shapes without another shape, without one colour of themselves, colours without a shape. */
  private static List<Exclusion> exclusions() {
    var exclusions = new ArrayList<Exclusion>();
    Shape[] shapes = Shape.values();
    Colour[] colours = Colour.values();
    for (int i = 0; i < shapes.length; i++) {
      Shape shape = shapes[i];
      Shape other = shapes[(i + 5) % shapes.length];
      Colour colour = colours[i % colours.length];
      exclusions.add(
          new Exclusion(with(shape.toString()), with(other.toString()), has(shape), has(other)));
      exclusions.add(
          new Exclusion(
              with(shape.toString()),
              with(colour + " " + shape),
              has(shape),
              has(object -> object.shape() == shape && object.colour() == colour)));
      exclusions.add(
          new Exclusion(
              with(colour + " object"),
              with(shape.toString()),
              has(object -> object.colour() == colour),
              has(shape)));
    }
    return exclusions;
  }

  private static Predicate<Scene> has(Shape shape) {
    return has(object -> object.shape() == shape);
  }

  private static Predicate<Scene> has(Predicate<SceneObject> wanted) {
    return scene -> scene.objects().stream().anyMatch(wanted);
  }

  private static String with(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
  }

  private static List<Integer> found(IndexSnapshot snapshot, List<SearchHit> hits) {
    return hits.stream()
        .map(hit -> snapshot.picture(hit.ordinal()).id())
        .map(id -> id.substring(id.lastIndexOf('-') + 1, id.lastIndexOf('.')))
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void relevanceTellsQueriesWithAnAnswerFromThoseWithout() throws IOException {
    Path shards = SharedData.require("data/fashion/val-0000.tar.gz");
    try (IndexSnapshot snapshot = indexed(shards)) {
      List<String> answered =
          IntStream.range(0, 100)
              .mapToObj(i -> snapshot.picture(i * (snapshot.bound() / 100)).caption())
              .toList();
      List<SearchHit> with = best(snapshot, answered);
      List<SearchHit> without = best(snapshot, otherDomain());
      double byRelevance = areaUnderCurve(with, without, SearchHit::relevance);
      double byCosine = areaUnderCurve(with, without, SearchHit::similarity);
      System.out.printf(
          Locale.ROOT,
          "area under the curve: relevance %.3f, cosine %.3f%n",
          byRelevance,
          byCosine);
      assertThat(byRelevance).isGreaterThan(0.9).isGreaterThan(byCosine);
    }
  }

  @Test
  void exactSearchIsBruteForceOverTheVectors() {
    Path shards = SharedData.require("data/fashion/val-0000.tar.gz");
    try (IndexSnapshot snapshot = indexed(shards)) {
      for (int query = 0; query < snapshot.bound(); query += 97) {
        float[] text = clip.encodeText(snapshot.picture(query).caption());
        List<Match> bruteForce =
            IntStream.range(0, snapshot.bound())
                .mapToObj(i -> new Match(i, Embeddings.dot(text, snapshot.vector(i))))
                .sorted(Match.BEST_FIRST)
                .limit(SHOWN)
                .toList();
        assertThat(snapshot.nearest(text, SHOWN, Optional.empty(), Accuracy.EXACT))
            .extracting(Match::ordinal)
            .isEqualTo(bruteForce.stream().map(Match::ordinal).toList());
      }
    }
  }

  private List<SearchHit> best(IndexSnapshot snapshot, List<String> queries) {
    var search = new PictureSearch(snapshot);
    return queries.stream()
        .map(query -> search.find(SearchRequest.nearest(text(query), 1)).getFirst())
        .toList();
  }

  /** How often a query with an answer gets the higher value; half for equal ones. */
  private static double areaUnderCurve(
      List<SearchHit> with, List<SearchHit> without, ToDoubleFunction<SearchHit> value) {
    double won = 0;
    for (SearchHit a : with) {
      for (SearchHit b : without) {
        won += (Math.signum(value.applyAsDouble(a) - value.applyAsDouble(b)) + 1) / 2;
      }
    }
    return won / with.size() / without.size();
  }

  private static List<String> otherDomain() throws IOException {
    String name = "other-domain-queries.txt";
    try (InputStream in =
        Objects.requireNonNull(SearchQualityTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private QueryVector text(String text) {
    return new QueryVector(clip.encodeText(text), QueryVector.Kind.TEXT);
  }

  private IndexSnapshot indexed(Path pictures) {
    Path index = folder.resolve("index");
    Jclip.Run run =
        Jclip.run("index", "--index", index.toString(), "--model", "bundled", pictures.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(Files.exists(index)).isTrue();
    return LuceneSnapshot.open(index);
  }
}

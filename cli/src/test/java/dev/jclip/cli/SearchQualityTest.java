package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.config.Precision;
import dev.jclip.embed.Embeddings;
import dev.jclip.scene.Colour;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Shape;
import dev.jclip.scene.Split;
import dev.jclip.scene.file.SceneWriter;
import dev.jclip.scene.render.SceneRenderer;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Match;
import dev.jclip.search.expression.Concepts;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.lucene.VectorStorage;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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
  private static final int SMALL_FOLDERS = 20;
  private static final int QUERIES = 10;

  private static final String OTHER_DOMAIN = "other-domain-queries.txt";
  private static final String SECOND_OTHER_DOMAIN = "second-other-domain-queries.txt";
  private static final String PROBES = "/dev/jclip/background/unrelated.txt";

  @TempDir private static Path products;

  private final Clip clip = Clip.loader().precision(Precision.F32).load("bundled");

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
    try (IndexSnapshot snapshot = indexed(pictures, folder.resolve("index"))) {
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

  /** The captions of all images against two lists of texts about the rest of the world. */
  @Test
  void relevanceTellsQueriesWithAnAnswerFromThoseWithout() throws IOException {
    try (IndexSnapshot all = products()) {
      List<SearchHit> with =
          best(all, all.ordinals().mapToObj(o -> all.picture(o).caption()).toList());
      for (String list : List.of(OTHER_DOMAIN, SECOND_OTHER_DOMAIN)) {
        assertThat(lines(list)).as(list).doesNotContainAnyElementsOf(lines(PROBES));
        List<SearchHit> without = best(all, lines(list));
        double byRelevance = areaUnderCurve(with, without, SearchHit::relevance);
        double byCosine = areaUnderCurve(with, without, SearchHit::similarity);
        System.out.printf(
            Locale.ROOT,
            "%d captions against %s: area under the curve: relevance %.4f, cosine %.4f%n",
            with.size(),
            list,
            byRelevance,
            byCosine);
        assertThat(byRelevance)
            .as(list)
            .isGreaterThanOrEqualTo(0.975)
            .isGreaterThan(byCosine + 0.04);
      }
    }
  }

  /** The images by their names, since threads add them to an index in any order. */
  private static List<Integer> inOrder(IndexSnapshot all) {
    return all.ordinals()
        .boxed()
        .sorted(Comparator.comparing((Integer ordinal) -> all.picture(ordinal).id()))
        .toList();
  }

  /**
   * 20 folders of 30 to 500 product photographs, drawn from all. With an answer are ten captions,
   * kinds, or colours and kinds of what is there; without one are ten texts about the rest of the
   * world, or kinds of products that are not there. What is compared is the best result's
   * relevance, between all folders.
   */
  @Test
  void relevanceTellsThemInSmallFoldersToo() throws IOException {
    List<String> otherDomain = lines(OTHER_DOMAIN);
    var random = new Random(22);
    var answered = new TreeMap<String, List<SearchHit>>();
    var unanswered = new TreeMap<String, List<SearchHit>>();
    try (IndexSnapshot all = products()) {
      List<String> everyKind = kinds(all, inOrder(all));
      for (int i = 0; i < SMALL_FOLDERS; i++) {
        int size = (int) Math.round(30 * Math.pow(500 / 30.0, random.nextDouble()));
        List<Integer> drawn = drawn(inOrder(all), size, random);
        List<String> present = kinds(all, drawn);
        List<String> absent = new ArrayList<>(everyKind);
        absent.removeAll(present);
        List<Integer> asked = drawn(drawn, QUERIES, random);
        try (IndexSnapshot small = part(all, drawn, folder.resolve("small-" + i))) {
          add(
              answered,
              "captions",
              small,
              asked.stream().map(o -> all.picture(o).caption()).toList());
          add(answered, "kinds", small, drawn(present, QUERIES, random));
          add(
              answered,
              "colours and kinds",
              small,
              asked.stream().map(o -> colourAndKind(all.picture(o))).toList());
          add(unanswered, "other domain", small, drawn(otherDomain, QUERIES, random));
          add(unanswered, "absent kinds", small, drawn(absent, QUERIES, random));
        }
      }
    }
    answered.forEach(
        (there, with) ->
            unanswered.forEach(
                (notThere, without) -> {
                  double area = areaUnderCurve(with, without, SearchHit::relevance);
                  System.out.printf(
                      Locale.ROOT,
                      "%d small folders: area under the curve, %s against %s: %.3f, cosine %.3f%n",
                      SMALL_FOLDERS,
                      there,
                      notThere,
                      area,
                      areaUnderCurve(with, without, SearchHit::similarity));
                  assertThat(area)
                      .as("%s against %s", there, notThere)
                      .isGreaterThanOrEqualTo(0.85);
                }));
    assertThat(answered.get("kinds"))
        .as("true hits that seem to be none")
        .filteredOn(hit -> hit.relevance() < 0.01)
        .hasSizeLessThan(SMALL_FOLDERS * QUERIES / 50);
  }

  /** What is lost of the first ten's relevance, and gained in unlikeness, by moderate diversity. */
  @Test
  void moderateDiversityKeepsTheRelevanceOfTheFirstTen() {
    try (IndexSnapshot all = products()) {
      var search = new PictureSearch(all);
      List<String> kinds = kinds(all, inOrder(all));
      double[] relevance = new double[2];
      double[] alike = new double[2];
      for (String kind : kinds) {
        for (int diverse = 0; diverse < 2; diverse++) {
          List<SearchHit> hits = search.find(diverse(text(kind), diverse == 0 ? 0 : 0.3));
          relevance[diverse] +=
              hits.stream().mapToDouble(SearchHit::relevance).average().orElseThrow()
                  / kinds.size();
          alike[diverse] += alike(all, hits) / kinds.size();
        }
      }
      System.out.printf(
          Locale.ROOT,
          "first ten of %d kinds: relevance %.3f, with diversity 0.3 %.3f; similarity among them %.3f, %.3f%n",
          kinds.size(),
          relevance[0],
          relevance[1],
          alike[0],
          alike[1]);
      assertThat(relevance[1]).isGreaterThan(relevance[0] - 0.03);
      assertThat(alike[1]).isLessThan(alike[0] - 0.01);
      assertThat(search.find(diverse(text("red shoe"), 0.3)))
          .extracting(hit -> all.picture(hit.ordinal()).metadata().get("subCategory"))
          .filteredOn(category -> Set.of("Shoes", "Sandal", "Flip Flops").contains(category))
          .hasSizeGreaterThanOrEqualTo(8);
    }
  }

  private static SearchRequest diverse(QueryVector query, double diversity) {
    return new SearchRequest(
        new Expression.Atom<>(query),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Accuracy.EXACT,
        0,
        SHOWN,
        0,
        diversity,
        SearchRequest.Order.FOUND,
        2);
  }

  private static double alike(IndexSnapshot snapshot, List<SearchHit> hits) {
    double sum = 0;
    for (int a = 0; a < hits.size(); a++) {
      for (int b = 0; b < a; b++) {
        sum +=
            Embeddings.dot(
                snapshot.vector(hits.get(a).ordinal()), snapshot.vector(hits.get(b).ordinal()));
      }
    }
    return 2 * sum / hits.size() / (hits.size() - 1);
  }

  private static <T> List<T> drawn(List<T> from, int count, Random random) {
    var shuffled = new ArrayList<>(from);
    Collections.shuffle(shuffled, random);
    return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
  }

  private static List<String> kinds(IndexSnapshot snapshot, List<Integer> ordinals) {
    return ordinals.stream().map(o -> kind(snapshot.picture(o))).distinct().sorted().toList();
  }

  private static String kind(IndexedPicture picture) {
    return Objects.requireNonNull(picture.metadata().get("articleType")).toLowerCase(Locale.ROOT);
  }

  private static String colourAndKind(IndexedPicture picture) {
    return Objects.requireNonNull(picture.metadata().get("baseColour")).toLowerCase(Locale.ROOT)
        + " "
        + kind(picture);
  }

  private void add(
      Map<String, List<SearchHit>> found,
      String name,
      IndexSnapshot snapshot,
      List<String> queries) {
    found.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(best(snapshot, queries));
  }

  /** An index of some of another one's images. */
  private static IndexSnapshot part(IndexSnapshot all, List<Integer> ordinals, Path folder) {
    try (LuceneIndex index = LuceneIndex.create(folder, all.model(), VectorStorage.FLOAT32)) {
      index.put(ordinals.stream().map(o -> new IndexEntry(all.picture(o), all.vector(o))).toList());
      index.commit(all.notes());
    }
    return LuceneSnapshot.open(folder);
  }

  @Test
  void exactSearchIsBruteForceOverTheVectors() {
    try (IndexSnapshot snapshot = products()) {
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
    return clip.encodeTexts(queries).stream()
        .map(vector -> new QueryVector(vector, QueryVector.Kind.TEXT))
        .map(query -> search.find(SearchRequest.nearest(query, 1)).getFirst())
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

  private static List<String> lines(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SearchQualityTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private QueryVector text(String text) {
    return new QueryVector(clip.encodeText(text), QueryVector.Kind.TEXT);
  }

  /** The product photographs, embedded by the first test that asks for them. */
  private static IndexSnapshot products() {
    Path shard = SharedData.require("data/fashion/val-0000.tar.gz");
    Path index = products.resolve("index");
    return Files.exists(index) ? LuceneSnapshot.open(index) : indexed(shard, index);
  }

  private static IndexSnapshot indexed(Path pictures, Path index) {
    Jclip.Run run =
        Jclip.run(
            "index",
            "--index",
            index.toString(),
            "--model",
            "bundled",
            "--precision",
            "f32",
            pictures.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(Files.exists(index)).isTrue();
    return LuceneSnapshot.open(index);
  }
}

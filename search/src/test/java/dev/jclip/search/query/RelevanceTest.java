package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Probes;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.query.QueryVector.Kind;
import dev.jclip.search.query.QueryVector.Part;
import dev.jclip.search.query.SearchRequest.Order;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Collections as models see them: all images have much in common with one another and nothing of
 * that with texts, some images are near to all texts, and some texts near to all images.
 */
class RelevanceTest {
  private static final int DIMENSION = 96;
  private static final int PICTURES_COMMON = 0;
  private static final int TEXTS_COMMON = 1;
  private static final int SHOE = 2;
  private static final int SHOE_LOOKS = 3;
  private static final int POPULAR = 4;
  private static final int FIRST_FREE = 5;
  private static final int PROBES = 64;

  private final Random random = new Random(3);

  @TempDir private Path folder;

  @Test
  void aTrueHitInASmallCollectionIsToldThoughOtherPicturesAreNearToAllTexts() {
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 138; i++) {
      pictures.add(picture(i < 5 ? 0.6 : 0.1, i >= 130 ? 0.35 : 0, 0));
    }
    searched(
        pictures,
        search -> {
          List<SearchHit> shoes = search.find(nearest(text(0.6, SHOE, 0.7), 138));
          double best =
              shoes.stream()
                  .filter(hit -> hit.ordinal() >= 130)
                  .mapToDouble(SearchHit::relevance)
                  .max()
                  .orElseThrow();
          assertThat(best).isGreaterThan(0.9);
          assertThat(shoes.stream().filter(hit -> hit.ordinal() < 5))
              .as("near to all texts")
              .allMatch(hit -> hit.relevance() < 0.5);
          assertThat(bestOfAbsent(search)).isLessThan(0.5);
        });
  }

  /** One of eight unrelated texts is about the same, and so is one of eight queries. */
  @Test
  void aPictureThatIsNearToManyTextsIsRelevantToNoneOfThem() {
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 138; i++) {
      pictures.add(i < 5 ? with(picture(0.1, 0, 0), POPULAR, 0.5) : picture(0.1, 0, 0));
    }
    List<float[]> texts =
        IntStream.range(0, PROBES)
            .mapToObj(i -> i % 8 == 0 ? with(probe(), POPULAR, 0.4) : probe())
            .toList();
    searched(
        pictures,
        texts,
        search ->
            assertThat(
                    IntStream.range(0, 20)
                        .mapToObj(_ -> new QueryVector(with(probe(), POPULAR, 0.4), Kind.TEXT))
                        .mapToDouble(query -> best(search, query))
                        .average()
                        .orElseThrow())
                .isLessThan(0.5));
  }

  @Test
  void aCollectionOfNothingElseIsRelevantAsAWhole() {
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      pictures.add(picture(0.1, 0.35, 0.5));
    }
    searched(
        pictures,
        search -> {
          assertThat(search.find(nearest(text(0.6, SHOE, 0.7), 60)))
              .filteredOn(hit -> hit.relevance() > 0.5)
              .hasSizeGreaterThan(50);
          assertThat(bestOfAbsent(search)).isLessThan(0.5);
        });
  }

  @Test
  void aFewPicturesAreJudgedByTheProbesAlone() {
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pictures.add(picture(0.1, i < 3 ? 0.35 : 0, 0));
    }
    searched(
        pictures,
        search -> {
          assertThat(search.judgesByProbesAlone()).isTrue();
          List<SearchHit> hits = search.find(nearest(text(0.6, SHOE, 0.7), 6));
          assertThat(hits.subList(0, 3)).allMatch(hit -> hit.relevance() > 0.9);
          assertThat(hits.subList(3, 6)).allMatch(hit -> hit.relevance() < 0.5);
        });
  }

  @Test
  void aSumIsJudgedByWhatSumsOfThatKindReach() {
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 138; i++) {
      pictures.add(picture(0.1, i >= 130 ? 0.4 : 0, i >= 130 ? 0.7 : 0));
    }
    QueryVector shoe = text(0.6, SHOE, 0.7);
    QueryVector absent = text(0.6, FIRST_FREE, 0.7);
    var photo = new QueryVector(picture(0.1, 0.4, 0.7), Kind.PICTURE);
    var drawing = new QueryVector(Embeddings.normalize(noise(1)), Kind.PICTURE);
    searched(
        pictures,
        search -> {
          for (QueryVector there :
              List.of(shoe, sum(1, shoe, -0.5, absent), photo, sum(1, shoe, 0.5, photo))) {
            assertThat(best(search, there)).as("%s", there.parts()).isGreaterThan(0.9);
          }
          for (QueryVector notThere :
              List.of(absent, sum(1, absent, -0.5, shoe), drawing, sum(1, absent, 0.5, drawing))) {
            assertThat(best(search, notThere)).as("%s", notThere.parts()).isLessThan(0.8);
          }
        });
  }

  /** Shoes are alike and other things are not: likeness counts for more than the small rest. */
  @Test
  void moderateDiversityKeepsTheRelevanceOfTheFirstTen() {
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      pictures.add(picture(0.1, i < 20 ? 0.45 : 0, i < 20 ? 0.8 : 0));
    }
    searched(
        pictures,
        search -> {
          QueryVector shoe = text(0.6, SHOE, 0.7);
          List<SearchHit> nearest = search.find(diverse(shoe, 0, Order.FOUND));
          List<SearchHit> diverse = search.find(diverse(shoe, 0.3, Order.FOUND));
          assertThat(diverse).isNotEqualTo(nearest);
          assertThat(diverse).allMatch(hit -> hit.ordinal() < 20 && hit.relevance() > 0.9);
          assertThat(search.find(diverse(shoe, 0.3, Order.RELEVANCE)))
              .isSortedAccordingTo((a, b) -> Double.compare(b.relevance(), a.relevance()))
              .extracting(SearchHit::ordinal)
              .containsExactlyInAnyOrderElementsOf(
                  diverse.stream().map(SearchHit::ordinal).toList());
        });
  }

  @Test
  void halfARelevanceIsWhatAQuarterOfUnrelatedTextsReaches() {
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      pictures.add(picture(0.1, 0, 0));
    }
    searched(
        pictures,
        search -> {
          long reaching =
              IntStream.range(0, 150)
                  .mapToDouble(_ -> best(search, new QueryVector(probe(), Kind.TEXT)))
                  .filter(relevance -> relevance >= 0.5)
                  .count();
          assertThat(reaching / 150.0).isBetween(0.1, 0.45);
        });
  }

  private double bestOfAbsent(PictureSearch search) {
    return IntStream.range(0, 20)
        .mapToDouble(_ -> best(search, new QueryVector(probe(), Kind.TEXT)))
        .average()
        .orElseThrow();
  }

  private static double best(PictureSearch search, QueryVector query) {
    return search.find(nearest(query, 1)).getFirst().relevance();
  }

  private static SearchRequest nearest(QueryVector query, int count) {
    return SearchRequest.nearest(query, count);
  }

  private static SearchRequest diverse(QueryVector query, double diversity, Order order) {
    return SearchRequest.builder(new Expression.Atom<>(query))
        .accuracy(Accuracy.EXACT)
        .diversity(diversity)
        .order(order)
        .build();
  }

  private static QueryVector sum(double weight, QueryVector a, double other, QueryVector b) {
    float[] values = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = (float) (weight * a.values()[i] + other * b.values()[i]);
    }
    return new QueryVector(
        Embeddings.normalize(values),
        List.of(
            new Part(weight, a.parts().getFirst().kind()),
            new Part(other, b.parts().getFirst().kind())));
  }

  private float[] picture(double nearTexts, double shoe, double looks) {
    float[] vector = noise(0.07);
    vector[PICTURES_COMMON] = 0.6f;
    vector[TEXTS_COMMON] = (float) nearTexts;
    vector[SHOE] = (float) shoe;
    vector[SHOE_LOOKS] = (float) looks;
    return Embeddings.normalize(vector);
  }

  private static QueryVector text(double common, int axis, double value) {
    float[] vector = new float[DIMENSION];
    vector[TEXTS_COMMON] = (float) common;
    vector[axis] = (float) value;
    return new QueryVector(Embeddings.normalize(vector), Kind.TEXT);
  }

  private float[] probe() {
    float[] vector = noise(0.08);
    vector[TEXTS_COMMON] = (float) (0.6 + 0.1 * random.nextGaussian());
    vector[SHOE] = 0;
    return Embeddings.normalize(vector);
  }

  private float[] noise(double deviation) {
    float[] vector = new float[DIMENSION];
    for (int i = FIRST_FREE; i < DIMENSION; i++) {
      vector[i] = (float) (deviation * random.nextGaussian());
    }
    return vector;
  }

  private static float[] with(float[] vector, int axis, double value) {
    float[] changed = vector.clone();
    changed[axis] = (float) value;
    return Embeddings.normalize(changed);
  }

  private void searched(List<float[]> pictures, Consumer<PictureSearch> test) {
    searched(pictures, IntStream.range(0, PROBES).mapToObj(_ -> probe()).toList(), test);
  }

  private void searched(List<float[]> pictures, List<float[]> texts, Consumer<PictureSearch> test) {
    var model = new IndexModel("m", "f", DIMENSION);
    List<float[]> patches =
        IntStream.range(0, PROBES).mapToObj(_ -> Embeddings.normalize(noise(1))).toList();
    try (LuceneIndex index = LuceneIndex.create(folder, model, VectorStorage.FLOAT32)) {
      for (int i = 0; i < pictures.size(); i++) {
        var picture = new IndexedPicture("p" + i, "s", "t", "", new TreeMap<>());
        index.put(new IndexEntry(picture, pictures.get(i)));
      }
      index.commit(new Probes(texts, patches).notes());
      try (IndexSnapshot snapshot = index.snapshot()) {
        test.accept(new PictureSearch(snapshot));
      }
    }
  }
}

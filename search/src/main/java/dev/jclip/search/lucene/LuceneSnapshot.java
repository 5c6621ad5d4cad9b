package dev.jclip.search.lucene;

import dev.jclip.error.IndexException;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Match;
import dev.jclip.search.Ranking;
import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** A commit of a {@link LuceneIndex}, or of one that another process writes. */
public final class LuceneSnapshot implements IndexSnapshot {
  /** Fewer candidates than this are not worth a graph's while: efSearch of HNSW's paper. */
  private static final int LEAST_CANDIDATES = 100;

  private final String name;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final CommitData commit;
  private final Runnable release;

  private LuceneSnapshot(String name, DirectoryReader reader, CommitData commit, Runnable release) {
    this.name = name;
    this.reader = reader;
    this.commit = commit;
    this.release = release;
    searcher = new IndexSearcher(reader);
  }

  /**
   * Opens the last commit of an index, which nobody need be writing.
   *
   * @throws IndexException if there is none, or it cannot be read
   */
  public static LuceneSnapshot open(Path folder) {
    String index = folder.toString();
    try {
      FSDirectory directory = FSDirectory.open(folder);
      try {
        return of(
            index, DirectoryReader.open(directory), () -> LuceneErrors.close(index, directory));
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw LuceneErrors.reading(index, e);
    }
  }

  /** Takes a reader, which is closed with the snapshot. */
  static LuceneSnapshot of(String index, DirectoryReader reader, Runnable release)
      throws IOException {
    try {
      CommitData commit = CommitData.of(reader.getIndexCommit().getUserData(), index);
      return new LuceneSnapshot(index, reader, commit, release);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public IndexModel model() {
    return commit.model();
  }

  /** What approximate searches compare. */
  public VectorStorage storage() {
    return commit.storage();
  }

  @Override
  public Map<String, String> notes() {
    return commit.notes();
  }

  @Override
  public int size() {
    return reader.numDocs();
  }

  @Override
  public int bound() {
    return reader.maxDoc();
  }

  @Override
  public List<Match> nearest(
      float[] query, int count, Optional<Expression<Comparison>> where, Accuracy accuracy) {
    return switch (accuracy) {
      case EXACT -> {
        float[] similarities = similarities(query, where);
        yield Ranking.best(similarities.length, i -> similarities[i], count);
      }
      case APPROXIMATE -> approximate(query, count, where);
    };
  }

  private List<Match> approximate(
      float[] query, int count, Optional<Expression<Comparison>> where) {
    requireLength(query);
    int most = Math.max(1, bound());
    int compared = Math.clamp((long) count * commit.storage().oversampling(), 1, most);
    int candidates = Math.clamp(compared, Math.min(LEAST_CANDIDATES, most), most);
    @Nullable Query filter = where.map(this::filter).orElse(null);
    var nearest = new KnnFloatVectorQuery(PictureDocument.VECTOR, query, candidates, filter);
    try {
      ScoreDoc[] best = searcher.search(nearest, compared).scoreDocs;
      List<Match> matches = comparedAgain(query, best);
      return List.copyOf(matches.subList(0, Math.min(count, matches.size())));
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  /** With the vectors as they were put in; best first. */
  private List<Match> comparedAgain(float[] query, ScoreDoc[] candidates) throws IOException {
    Arrays.sort(candidates, Comparator.comparingInt(candidate -> candidate.doc));
    var matches = new ArrayList<Match>(candidates.length);
    for (LeafReaderContext leaf : reader.leaves()) {
      int end = leaf.docBase + leaf.reader().maxDoc();
      if (matches.size() == candidates.length || candidates[matches.size()].doc >= end) {
        continue;
      }
      FloatVectorValues vectors =
          Objects.requireNonNull(leaf.reader().getFloatVectorValues(PictureDocument.VECTOR));
      DocIndexIterator places = vectors.iterator();
      while (matches.size() < candidates.length && candidates[matches.size()].doc < end) {
        int document = candidates[matches.size()].doc;
        places.advance(document - leaf.docBase);
        float[] vector = vectors.vectorValue(places.index());
        matches.add(new Match(document, VectorUtil.dotProduct(query, vector)));
      }
    }
    matches.sort(Match.BEST_FIRST);
    return matches;
  }

  @Override
  public float[] similarities(float[] query, Optional<Expression<Comparison>> where) {
    requireLength(query);
    float[] similarities = new float[bound()];
    Arrays.fill(similarities, Float.NaN);
    try {
      Weight weight =
          searcher.createWeight(
              searcher.rewrite(filterOrAll(where)), ScoreMode.COMPLETE_NO_SCORES, 1);
      for (LeafReaderContext leaf : reader.leaves()) {
        addSimilarities(leaf, weight, query, similarities);
      }
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
    return similarities;
  }

  private static void addSimilarities(
      LeafReaderContext leaf, Weight weight, float[] query, float[] similarities)
      throws IOException {
    Scorer scorer = weight.scorer(leaf);
    FloatVectorValues vectors = leaf.reader().getFloatVectorValues(PictureDocument.VECTOR);
    if (scorer == null || vectors == null) {
      return;
    }
    Bits live = leaf.reader().getLiveDocs();
    DocIdSetIterator matching = scorer.iterator();
    DocIndexIterator places = vectors.iterator();
    for (int document = matching.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = matching.nextDoc()) {
      if ((live == null || live.get(document)) && places.advance(document) == document) {
        similarities[leaf.docBase + document] =
            VectorUtil.dotProduct(query, vectors.vectorValue(places.index()));
      }
    }
  }

  @Override
  public float[] sampledSimilarities(float[] query, int most) {
    requireLength(query);
    float[] sample = new float[Math.min(most, size())];
    int step = Math.max(1, Math.ceilDiv(bound(), Math.max(1, most)));
    int taken = 0;
    try {
      for (LeafReaderContext leaf : reader.leaves()) {
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(PictureDocument.VECTOR);
        if (vectors == null) {
          continue;
        }
        Bits live = leaf.reader().getLiveDocs();
        DocIndexIterator places = vectors.iterator();
        int first = Math.floorMod(-leaf.docBase, step);
        for (int document = first;
            document < leaf.reader().maxDoc() && taken < sample.length;
            document += step) {
          if ((live == null || live.get(document)) && places.advance(document) == document) {
            sample[taken++] = VectorUtil.dotProduct(query, vectors.vectorValue(places.index()));
          }
        }
      }
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
    return Arrays.copyOf(sample, taken);
  }

  @Override
  public List<Match> fullText(String text, int count, Optional<Expression<Comparison>> where) {
    try (var analyzer = new StandardAnalyzer()) {
      Query words = new QueryBuilder(analyzer).createBooleanQuery(PictureDocument.TEXT, text);
      Query query =
          new BooleanQuery.Builder()
              .add(words == null ? MatchNoDocsQuery.INSTANCE : words, Occur.MUST)
              .add(filterOrAll(where), Occur.FILTER)
              .build();
      return Arrays.stream(searcher.search(query, count).scoreDocs)
          .map(hit -> new Match(hit.doc, hit.score))
          .sorted(Match.BEST_FIRST)
          .toList();
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  @Override
  public IntStream ordinals() {
    Bits live = MultiBits.getLiveDocs(reader);
    IntStream all = IntStream.range(0, bound());
    return live == null ? all : all.filter(live::get);
  }

  @Override
  public Optional<Integer> find(String id) {
    try {
      TopDocs found = searcher.search(new TermQuery(new Term(PictureDocument.ID, id)), 1);
      return Arrays.stream(found.scoreDocs).map(hit -> hit.doc).findFirst();
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  @Override
  public IndexedPicture picture(int ordinal) {
    try {
      return PictureDocument.picture(searcher.storedFields().document(ordinal));
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  @Override
  public float[] vector(int ordinal) {
    LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(ordinal, reader.leaves()));
    try {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(PictureDocument.VECTOR);
      int document = ordinal - leaf.docBase;
      DocIndexIterator places = vectors == null ? null : vectors.iterator();
      if (vectors == null || places == null || places.advance(document) != document) {
        throw new IllegalArgumentException("ordinal: no picture has " + ordinal);
      }
      return vectors.vectorValue(places.index()).clone();
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  @Override
  public SortedSet<String> fields() {
    var fields = new TreeSet<String>();
    for (FieldInfo field : FieldInfos.getMergedFieldInfos(reader)) {
      if (field.name.startsWith(PictureDocument.TERM)) {
        fields.add(field.name.substring(PictureDocument.TERM.length()));
      }
    }
    return Collections.unmodifiableSortedSet(fields);
  }

  @Override
  public void eachStamp(Consumer<Stamp> consumer) {
    try {
      for (LeafReaderContext leaf : reader.leaves()) {
        eachStamp(leaf.reader(), consumer);
      }
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  private static void eachStamp(LeafReader leaf, Consumer<Stamp> consumer) throws IOException {
    BinaryDocValues ids = DocValues.getBinary(leaf, PictureDocument.ID);
    BinaryDocValues sources = DocValues.getBinary(leaf, PictureDocument.SOURCE);
    BinaryDocValues stamps = DocValues.getBinary(leaf, PictureDocument.STAMP);
    Bits live = leaf.getLiveDocs();
    for (int document = 0; document < leaf.maxDoc(); document++) {
      if (live == null || live.get(document)) {
        consumer.accept(
            new Stamp(value(ids, document), value(sources, document), value(stamps, document)));
      }
    }
  }

  private static String value(BinaryDocValues values, int document) throws IOException {
    return values.advanceExact(document) ? values.binaryValue().utf8ToString() : "";
  }

  private Query filter(Expression<Comparison> where) {
    SortedSet<String> known = fields();
    where
        .atoms()
        .map(Comparison::field)
        .filter(field -> !known.contains(field))
        .findFirst()
        .ifPresent(
            field -> {
              throw new IllegalArgumentException(
                  "%s: unknown field; this index has %s"
                      .formatted(field, String.join(", ", known)));
            });
    return FilterQuery.of(where);
  }

  private Query filterOrAll(Optional<Expression<Comparison>> where) {
    return where.map(this::filter).orElse(MatchAllDocsQuery.INSTANCE);
  }

  private void requireLength(float[] query) {
    if (query.length != model().dimension()) {
      throw new IllegalArgumentException(
          "query: expected a vector of %d values, as %s holds, found %d"
              .formatted(model().dimension(), name, query.length));
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    } finally {
      release.run();
    }
  }
}

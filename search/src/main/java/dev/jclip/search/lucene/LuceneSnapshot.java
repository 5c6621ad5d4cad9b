package dev.jclip.search.lucene;

import dev.jclip.error.IndexException;
import dev.jclip.io.ComposedText;
import dev.jclip.search.EvenSample;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Match;
import dev.jclip.search.Ranking;
import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
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
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/** A commit of a {@link LuceneIndex}, or of one that another process writes. */
public final class LuceneSnapshot implements IndexSnapshot {
  private final String name;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final CommitData commit;
  private final Runnable release;
  private final AtomicInteger sharing;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Map<Integer, Optional<EntryPoints>> entryPoints = new ConcurrentHashMap<>();

  /**
   * Takes a reader.
   *
   * @param release run when the last of those is closed that share it
   * @param sharing how many share it, with this one
   */
  private LuceneSnapshot(
      String name,
      DirectoryReader reader,
      CommitData commit,
      Runnable release,
      AtomicInteger sharing) {
    this.name = name;
    this.sharing = sharing;
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
    LuceneErrors.requireFolder(folder);
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
    return of(index, reader, release, new AtomicInteger());
  }

  private static LuceneSnapshot of(
      String index, DirectoryReader reader, Runnable release, AtomicInteger sharing)
      throws IOException {
    try {
      CommitData commit = CommitData.of(reader.getIndexCommit().getUserData(), index);
      sharing.incrementAndGet();
      return new LuceneSnapshot(index, reader, commit, release, sharing);
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

  /** When it was committed. */
  public Instant committed() {
    try {
      Path segments =
          ((FSDirectory) FilterDirectory.unwrap(reader.directory()))
              .getDirectory()
              .resolve(reader.getIndexCommit().getSegmentsFileName());
      return Files.getLastModifiedTime(segments).toInstant();
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  /** How many bytes its files have. */
  public long bytes() {
    try {
      long bytes = 0;
      for (String file : reader.getIndexCommit().getFileNames()) {
        bytes += reader.directory().fileLength(file);
      }
      return bytes;
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
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
      case Accuracy.Exact() -> {
        float[] similarities = similarities(query, where);
        yield Ranking.best(similarities.length, i -> similarities[i], count);
      }
      case Accuracy.Approximate(int candidates) -> approximate(query, count, where, candidates);
    };
  }

  private List<Match> approximate(
      float[] query, int count, Optional<Expression<Comparison>> where, int wanted) {
    requireLength(query);
    int most = Math.max(1, bound());
    int compared = Math.clamp((long) count * commit.storage().oversampling(), 1, most);
    int candidates = Math.clamp(wanted, compared, most);
    @Nullable Query filter = where.map(this::filter).orElse(null);
    var nearest = new GraphQuery(query, candidates, filter, this::entryPoints);
    try {
      ScoreDoc[] best = searcher.search(nearest, compared).scoreDocs;
      List<Match> matches = comparedAgain(query, best);
      return List.copyOf(matches.subList(0, Math.min(count, matches.size())));
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  private Optional<EntryPoints> entryPoints(LeafReaderContext leaf) {
    return entryPoints.computeIfAbsent(
        leaf.ord,
        _ -> {
          try {
            return EntryPoints.of(leaf);
          } catch (IOException e) {
            throw LuceneErrors.reading(name, e);
          }
        });
  }

  /** With the vectors as they were put in; best first. */
  private List<Match> comparedAgain(float[] query, ScoreDoc[] candidates) throws IOException {
    Arrays.sort(candidates, Comparator.comparingInt(candidate -> candidate.doc));
    var matches = new ArrayList<Match>(candidates.length);
    for (LeafReaderContext leaf : reader.leaves()) {
      int end = leaf.docBase + leaf.reader().maxDoc();
      Optional<SegmentVectors> vectors = SegmentVectors.of(leaf);
      while (vectors.isPresent()
          && matches.size() < candidates.length
          && candidates[matches.size()].doc < end) {
        int ordinal = candidates[matches.size()].doc;
        vectors.get().advance(ordinal);
        matches.add(new Match(ordinal, vectors.get().similarity(query)));
      }
    }
    matches.sort(Match.BEST_FIRST);
    return matches;
  }

  @Override
  public Comparisons compare(
      List<float[]> queries, Optional<Expression<Comparison>> where, IntPredicate others) {
    queries.forEach(this::requireLength);
    List<float[]> similarities = queries.stream().map(_ -> none()).toList();
    try {
      BitSet matching = matching(where);
      for (LeafReaderContext leaf : reader.leaves()) {
        compare(
            leaf, queries, ordinal -> matching.get(ordinal) || others.test(ordinal), similarities);
      }
      return new Comparisons(similarities, matching);
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  private float[] none() {
    float[] similarities = new float[bound()];
    Arrays.fill(similarities, Float.NaN);
    return similarities;
  }

  private static void compare(
      LeafReaderContext leaf,
      List<float[]> queries,
      IntPredicate visited,
      List<float[]> similarities)
      throws IOException {
    Optional<SegmentVectors> vectors = SegmentVectors.of(leaf);
    int end = vectors.isEmpty() ? leaf.docBase : leaf.docBase + leaf.reader().maxDoc();
    for (int ordinal = leaf.docBase; ordinal < end; ordinal++) {
      if (visited.test(ordinal) && vectors.orElseThrow().advance(ordinal)) {
        for (int query = 0; query < queries.size(); query++) {
          similarities.get(query)[ordinal] = vectors.orElseThrow().similarity(queries.get(query));
        }
      }
    }
  }

  private BitSet matching(Optional<Expression<Comparison>> where) throws IOException {
    var matching = new BitSet(bound());
    if (where.isEmpty()) {
      ordinals().forEach(matching::set);
      return matching;
    }
    Weight weight =
        searcher.createWeight(
            searcher.rewrite(filterOrAll(where)), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : reader.leaves()) {
      @Nullable Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        addLive(leaf, scorer.iterator(), matching);
      }
    }
    return matching;
  }

  private static void addLive(LeafReaderContext leaf, DocIdSetIterator documents, BitSet matching)
      throws IOException {
    @Nullable Bits live = leaf.reader().getLiveDocs();
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (live == null || live.get(document)) {
        matching.set(leaf.docBase + document);
      }
    }
  }

  @Override
  public float[] sampledSimilarities(float[] query, int most) {
    requireLength(query);
    EvenSample sample = EvenSample.of(this, most);
    float[] similarities = new float[sample.size()];
    int taken = 0;
    try {
      for (LeafReaderContext leaf : reader.leaves()) {
        Optional<SegmentVectors> vectors = SegmentVectors.of(leaf);
        int end = vectors.isEmpty() ? 0 : leaf.docBase + leaf.reader().maxDoc();
        for (int ordinal = sample.from(leaf.docBase);
            ordinal < end && taken < similarities.length;
            ordinal += sample.step()) {
          if (vectors.orElseThrow().advance(ordinal)) {
            similarities[taken++] = vectors.orElseThrow().similarity(query);
          }
        }
      }
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
    return Arrays.copyOf(similarities, taken);
  }

  @Override
  public List<Match> fullText(String text, int count, Optional<Expression<Comparison>> where) {
    try (var analyzer = new StandardAnalyzer()) {
      Query words =
          new QueryBuilder(analyzer)
              .createBooleanQuery(PictureDocument.TEXT, ComposedText.of(text));
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
      Optional<SegmentVectors> vectors = SegmentVectors.of(leaf);
      if (vectors.isEmpty() || !vectors.get().advance(ordinal)) {
        throw new IllegalArgumentException("ordinal: no image has " + ordinal);
      }
      return vectors.get().vector().clone();
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
  public Optional<IndexSnapshot> newer() {
    try {
      @Nullable DirectoryReader changed = DirectoryReader.openIfChanged(reader);
      return changed == null ? Optional.empty() : Optional.of(of(name, changed, release, sharing));
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      reader.close();
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    } finally {
      if (sharing.decrementAndGet() == 0) {
        release.run();
      }
    }
  }
}

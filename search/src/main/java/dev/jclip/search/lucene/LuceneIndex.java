package dev.jclip.search.lucene;

import dev.jclip.error.IndexException;
import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;

/**
 * An index in a folder, which this process writes. Graphs are made when parts of it are merged:
 * after putting in many thousand images between two commits, {@link #compact} it.
 */
public final class LuceneIndex implements EmbeddingIndex {
  /** What is put in between two commits is kept in this part of the heap, and written when full. */
  private static final double BUFFER_SHARE = 0.125;

  /** How many threads make the graph of one segment. */
  static final int MERGE_WORKERS = Runtime.getRuntime().availableProcessors();

  /** As many more than threads as Lucene lets wait by itself. */
  private static final int MOST_MERGES = MERGE_WORKERS + 5;

  private final String name;
  private final FSDirectory directory;
  private final IndexWriter writer;
  private final CommitData made;

  private LuceneIndex(String name, FSDirectory directory, IndexWriter writer, CommitData made) {
    this.name = name;
    this.directory = directory;
    this.writer = writer;
    this.made = made;
  }

  /** Whether an index of any kind is in a folder. */
  public static boolean exists(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        return false;
      }
      try (FSDirectory directory = FSDirectory.open(folder)) {
        return DirectoryReader.indexExists(directory);
      }
    } catch (IOException e) {
      throw LuceneErrors.reading(folder.toString(), e);
    }
  }

  /**
   * Makes an index in a folder that has none.
   *
   * @throws IndexException if there is one, or the folder cannot be written
   */
  public static LuceneIndex create(Path folder, IndexModel model, VectorStorage storage) {
    if (exists(folder)) {
      throw new IndexException(folder + ": expected a folder without an index, found one");
    }
    LuceneIndex index = open(folder, _ -> new CommitData(model, storage, Map.of()));
    try {
      index.commit(Map.of());
      return index;
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /**
   * Opens an index to write to it.
   *
   * @throws IndexException if there is none, it cannot be written, or another process writes to it
   */
  public static LuceneIndex open(Path folder) {
    LuceneErrors.requireFolder(folder);
    return open(folder, directory -> committed(folder.toString(), directory));
  }

  private interface Made {
    CommitData in(FSDirectory directory) throws IOException;
  }

  private static LuceneIndex open(Path folder, Made made) {
    String index = folder.toString();
    try {
      FSDirectory directory = FSDirectory.open(folder);
      try {
        CommitData commit = made.in(directory);
        var writer = new IndexWriter(directory, configuration(commit.storage()));
        return new LuceneIndex(index, directory, writer, commit);
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw LuceneErrors.writing(index, e);
    }
  }

  private static CommitData committed(String index, FSDirectory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return CommitData.of(reader.getIndexCommit().getUserData(), index);
    }
  }

  private static IndexWriterConfig configuration(VectorStorage storage) {
    var merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(MOST_MERGES, MERGE_WORKERS + 1);
    return new IndexWriterConfig(new StandardAnalyzer())
        .setCodec(codec(storage))
        .setRAMBufferSizeMB(BUFFER_SHARE * Runtime.getRuntime().maxMemory() / (1 << 20))
        .setMergeScheduler(merges)
        .setMergePolicy(new GraphMergePolicy())
        .setCommitOnClose(false);
  }

  private static Codec codec(VectorStorage storage) {
    KnnVectorsFormat format = storage.format();
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  @Override
  public IndexModel model() {
    return made.model();
  }

  @Override
  public void put(Collection<IndexEntry> entries) {
    entries.forEach(this::requireFit);
    write(
        () -> {
          for (IndexEntry entry : entries) {
            writer.updateDocument(
                new Term(PictureDocument.ID, entry.picture().id()), PictureDocument.of(entry));
          }
        });
  }

  private void requireFit(IndexEntry entry) {
    int expected = made.model().dimension();
    if (entry.vector().length != expected) {
      throw new IllegalArgumentException(
          "%s: expected a vector of %d values, found %d"
              .formatted(entry.picture().id(), expected, entry.vector().length));
    }
  }

  @Override
  public void delete(Collection<String> ids) {
    Term[] terms = ids.stream().map(id -> new Term(PictureDocument.ID, id)).toArray(Term[]::new);
    write(() -> writer.deleteDocuments(terms));
  }

  @Override
  public void commit(Map<String, String> notes) {
    write(
        () -> {
          writer.setLiveCommitData(made.with(notes).written().entrySet());
          writer.commit();
        });
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** A writer that could not write once, as when the disk was full, is closed by that. */
  private void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw LuceneErrors.writing(name, e);
    } catch (AlreadyClosedException e) {
      if (writer.getTragicException() instanceof IOException cause) {
        throw LuceneErrors.writing(name, cause);
      }
      throw e;
    }
  }

  /**
   * Makes one segment of all, which answers faster, and commits with the notes of the last commit.
   * Makes one graph of all images, and needs as much room on the disk again meanwhile.
   */
  public void compact() {
    write(
        () -> {
          writer.forceMerge(1);
          writer.commit();
        });
  }

  @Override
  public IndexSnapshot snapshot() {
    try {
      return LuceneSnapshot.of(name, DirectoryReader.open(directory), () -> {});
    } catch (IOException e) {
      throw LuceneErrors.reading(name, e);
    }
  }

  /**
   * Puts another index's images, model and notes in place of all that is here, in one commit.
   *
   * @param other a folder to which nobody writes
   */
  public static void replace(Path folder, Path other) {
    try (FSDirectory target = FSDirectory.open(folder);
        FSDirectory source = FSDirectory.open(other)) {
      CommitData made = committed(other.toString(), source);
      try (var writer = new IndexWriter(target, configuration(made.storage()))) {
        writer.deleteAll();
        writer.addIndexes(source);
        writer.setLiveCommitData(made.written().entrySet());
        writer.commit();
      }
    } catch (IOException e) {
      throw LuceneErrors.writing(folder.toString(), e);
    }
  }

  /**
   * Takes what cannot be read out of an index, and forgets the notes, so that nothing counts as
   * complete that is not.
   *
   * @return how many images are lost with it
   */
  public static long repair(Path folder) {
    long lost;
    try (FSDirectory directory = FSDirectory.open(folder);
        var check = new CheckIndex(directory)) {
      CheckIndex.Status status = check.checkIndex();
      if (status.missingSegments) {
        throw new IndexException(
            folder
                + ": its list of segments cannot be read, so nothing can be saved; make it anew");
      }
      lost = status.totLoseDocCount;
      if (!status.clean) {
        check.exorciseIndex(status);
      }
    } catch (IOException e) {
      throw LuceneErrors.writing(folder.toString(), e);
    }
    try (LuceneIndex index = open(folder)) {
      index.commit(Map.of());
    }
    return lost;
  }

  @Override
  public void close() {
    try {
      writer.rollback();
      directory.close();
    } catch (IOException e) {
      throw LuceneErrors.writing(name, e);
    }
  }
}

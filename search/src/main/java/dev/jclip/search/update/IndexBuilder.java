package dev.jclip.search.update;

import dev.jclip.embed.ImageReceiver;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Stamp;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Probes;
import dev.jclip.search.source.Finding;
import dev.jclip.search.source.Findings;
import dev.jclip.search.source.PictureContent;
import dev.jclip.search.source.PictureSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index hold what its sources hold: new and changed images are embedded, those that are
 * gone are taken out, and all others are left as they are. It commits every thousand images or ten
 * seconds; an update that was ended in between, however, goes on there the next time. For one
 * thread.
 */
public final class IndexBuilder {
  /** Before the name of a source: its version when it had been looked through. */
  private static final String VERSION = "version:";

  /** So many, since all notes are held in memory and written with each commit. */
  static final int MOST_FAULT_NOTES = 10_000;

  private static final int COMMIT_PICTURES = 1000;
  private static final Duration COMMIT_TIME = Duration.ofSeconds(10);

  private final EmbeddingIndex index;
  private final Supplier<? extends ImageEmbedder> embedder;
  private final IndexListener listener;

  /**
   * Describes what updates work with.
   *
   * @param embedder asked when the first image has to be embedded, and not before
   */
  public IndexBuilder(
      EmbeddingIndex index, Supplier<? extends ImageEmbedder> embedder, IndexListener listener) {
    this.index = index;
    this.embedder = embedder;
    this.listener = listener;
  }

  /**
   * Updates the index from some sources; what it holds from others is left alone.
   *
   * @throws dev.jclip.error.IndexException if a source cannot be listed at all, or the index cannot
   *     be written; what was committed stays
   */
  public IndexReport update(List<? extends PictureSource> sources) {
    return update(sources, () -> false);
  }

  /**
   * Updates the index, and ends early where that is asked for: images that are being embedded still
   * get in, and nothing is taken out of what was not looked through.
   *
   * @param ends asked before each image
   */
  public IndexReport update(List<? extends PictureSource> sources, BooleanSupplier ends) {
    var update = new Update(sources, ends);
    sources.forEach(update::add);
    return update.finish();
  }

  /** What a note is called that tells which version of a source the index holds all of. */
  static String versionNote(String source) {
    return VERSION + source;
  }

  /** What was read and is no image, by id with the reason, as an index's notes say. */
  public static SortedMap<String, String> faults(IndexSnapshot snapshot) {
    var faults = new TreeMap<String, String>();
    snapshot.notes().entrySet().stream()
        .flatMap(note -> FaultNote.of(note).stream())
        .forEach(fault -> faults.put(fault.id(), fault.reason()));
    return Collections.unmodifiableSortedMap(faults);
  }

  /** An image on its way into the index. */
  private static final class Pending {
    final Finding.Picture picture;
    final String source;
    boolean wasRead;
    List<String> faults = List.of();
    @Nullable IndexedPicture described;

    Pending(Finding.Picture picture, String source) {
      this.picture = picture;
      this.source = source;
    }
  }

  private final class Update implements ImageReceiver<Pending> {
    private final BooleanSupplier ends;
    private final Map<String, Stamp> known = new HashMap<>();
    private final Map<String, String> notes;
    private final Set<String> sources = new HashSet<>();
    private final Set<String> found = new HashSet<>();
    private final Set<String> notNoted = new HashSet<>();
    private final TreeMap<String, String> failures = new TreeMap<>();
    private @Nullable ImageEmbedder loaded;
    private long indexed;
    private long unchanged;
    private long removed;
    private boolean ended;
    private int uncommitted;
    private int faultNotes;
    private Instant committed = Instant.now();

    Update(List<? extends PictureSource> sources, BooleanSupplier ends) {
      this.ends = ends;
      sources.forEach(source -> this.sources.add(source.name()));
      try (IndexSnapshot snapshot = index.snapshot()) {
        snapshot.eachStamp(stamp -> known.put(stamp.id(), stamp));
        notes = new TreeMap<>(snapshot.notes());
      }
      faultNotes = (int) notes.entrySet().stream().filter(FaultNote::isOne).count();
    }

    void add(PictureSource source) {
      if (isEnded()) {
        return;
      }
      Optional<String> version = source.version();
      if (version.isPresent() && version.get().equals(notes.get(versionNote(source.name())))) {
        skip(source);
        return;
      }
      try (Findings findings = source.find()) {
        listener.found(source.name(), findings.count().orElse(-1));
        var changed = new Changed(source, findings);
        if (changed.hasNext()) {
          ImageEmbedder model = loaded();
          model.embed(changed, pending -> read(model, pending), this);
        }
        findings.passedOver().ifPresent(summary -> listener.passedOver(source.name(), summary));
        if (ended) {
          return;
        }
        remove(source, changed);
        if (version.isPresent() && changed.faults.isEmpty() && !notNoted.contains(source.name())) {
          notes.put(versionNote(source.name()), version.get());
          uncommitted++;
        }
      }
    }

    private boolean isEnded() {
      ended = ended || ends.getAsBoolean();
      return ended;
    }

    private void skip(PictureSource source) {
      List<String> ids =
          known.values().stream()
              .filter(stamp -> source.covers(stamp.id(), stamp.source()))
              .map(Stamp::id)
              .toList();
      listener.found(source.name(), ids.size());
      ids.forEach(this::leave);
      faultsOf(source).forEach(fault -> fail(fault.id(), fault.reason()));
    }

    private List<FaultNote> faultsOf(PictureSource source) {
      return notes.entrySet().stream()
          .flatMap(note -> FaultNote.of(note).stream())
          .filter(fault -> source.covers(fault.id(), fault.source()))
          .toList();
    }

    private void leave(String id) {
      unchanged++;
      listener.unchanged(id);
    }

    private ImageEmbedder loaded() {
      if (loaded == null) {
        loaded = embedder.get();
        index.model().requireSame(loaded.model(), "the index");
        if (!Probes.areCurrent(notes)) {
          notes.putAll(loaded.probes().notes());
        }
      }
      return loaded;
    }

    private RgbImage read(ImageEmbedder model, Pending pending) {
      PictureContent content = pending.picture.content().read();
      pending.wasRead = true;
      pending.faults = content.faults();
      RgbImage image = model.decode(content.file(), pending.picture.id());
      var metadata = new TreeMap<>(PictureFacts.of(content.file(), image));
      metadata.putAll(content.metadata());
      pending.described =
          new IndexedPicture(
              pending.picture.id(),
              pending.source,
              pending.picture.stamp(),
              content.caption(),
              metadata);
      return image;
    }

    @Override
    public void encoded(Pending pending, float[] vector) {
      if (pending.described == null) {
        throw new IllegalStateException(pending.picture.id() + ": embedded and not read");
      }
      index.put(new IndexEntry(pending.described, vector));
      pending.faults.forEach(fault -> listener.passedOverBeside(pending.picture.id(), fault));
      forget(pending.picture.id());
      indexed++;
      listener.indexed(pending.picture.id());
      uncommitted++;
      if (uncommitted >= COMMIT_PICTURES
          || Duration.between(committed, Instant.now()).compareTo(COMMIT_TIME) > 0) {
        commit();
      }
    }

    /** What was read and is no image is not the one that the index holds; else it may still be. */
    @Override
    public void failed(Pending pending, ImageException failure) {
      String id = pending.picture.id();
      String reason = String.valueOf(failure.getMessage());
      fail(id, reason);
      if (pending.wasRead) {
        note(new FaultNote(id, pending.source, pending.picture.stamp(), reason));
        delete(known.containsKey(id) ? List.of(id) : List.of());
      }
    }

    /**
     * Notes a fault. Beyond the maximum number of notes, the source of the fault counts as not
     * looked through, so that it is read again.
     */
    private void note(FaultNote fault) {
      String key = FaultNote.key(fault.id());
      if (!notes.containsKey(key) && faultNotes >= MOST_FAULT_NOTES) {
        notNoted.add(fault.source());
        return;
      }
      if (notes.put(key, fault.value()) == null) {
        faultNotes++;
      }
      uncommitted++;
    }

    private void forget(String id) {
      if (notes.remove(FaultNote.key(id)) != null) {
        faultNotes--;
      }
    }

    private void fail(String id, String reason) {
      failures.put(id, reason);
      listener.failed(id, reason);
    }

    private void remove(PictureSource source, Changed seen) {
      List<String> gone =
          known.values().stream()
              .filter(stamp -> source.covers(stamp.id(), stamp.source()))
              .map(Stamp::id)
              .filter(id -> !found.contains(id) && !seen.isBehindFault(id))
              .toList();
      delete(gone);
      faultsOf(source).stream()
          .map(FaultNote::id)
          .filter(id -> !found.contains(id) && !seen.isBehindFault(id))
          .forEach(this::forget);
    }

    private void delete(List<String> ids) {
      if (!ids.isEmpty()) {
        index.delete(ids);
        removed += ids.size();
        uncommitted += ids.size();
        listener.removed(ids.size());
      }
    }

    private void commit() {
      index.commit(notes);
      uncommitted = 0;
      committed = Instant.now();
    }

    IndexReport finish() {
      if (uncommitted > 0) {
        commit();
      }
      return new IndexReport(
          indexed, unchanged, removed, Collections.unmodifiableSortedMap(failures), !ended);
    }

    /** The images of a source that have to be embedded, as they are asked for. */
    private final class Changed implements Iterator<Pending> {
      private final PictureSource source;
      private final Findings findings;
      private final List<Finding.Fault> faults = new ArrayList<>();
      private @Nullable Pending next;

      Changed(PictureSource source, Findings findings) {
        this.source = source;
        this.findings = findings;
      }

      @Override
      public boolean hasNext() {
        while (next == null && !isEnded() && findings.hasNext()) {
          switch (findings.next()) {
            case Finding.Fault fault -> {
              faults.add(fault);
              fail(fault.id(), fault.reason());
            }
            case Finding.Missing(String id, String reason) -> fail(id, reason);
            case Finding.Picture picture -> take(picture);
          }
        }
        return next != null;
      }

      private void take(Finding.Picture picture) {
        String id = picture.id();
        if (!found.add(id)) {
          return; // a table names it twice, two links lead to it, or an earlier source has it
        }
        Stamp stamp = known.get(id);
        if (stamp != null && (stamp.stamp().equals(picture.stamp()) || isOfOther(stamp))) {
          leave(id);
          return;
        }
        Optional<FaultNote> fault = FaultNote.of(id, notes);
        if (fault.isPresent() && fault.get().stamp().equals(picture.stamp())) {
          fail(id, fault.get().reason());
          return;
        }
        next = new Pending(picture, source.name());
      }

      private boolean isOfOther(Stamp stamp) {
        return !stamp.source().equals(source.name())
            && (sources.contains(stamp.source()) || !source.replaces(stamp.source()));
      }

      @Override
      public Pending next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException();
        }
        Pending taken = next;
        next = null;
        return taken;
      }

      /** Whether an image may still be there, in a folder or shard that could not be read. */
      boolean isBehindFault(String id) {
        return faults.stream().anyMatch(fault -> fault.mayHide(id));
      }
    }
  }
}

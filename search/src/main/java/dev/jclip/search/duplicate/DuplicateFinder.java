package dev.jclip.search.duplicate;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Match;
import dev.jclip.search.expression.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Groups images that are nearly the same: each is so similar to another one of its group, though
 * perhaps not to all. Deletes nothing.
 */
public final class DuplicateFinder {
  /** The neighbours of an image that are looked at; larger groups hang together by others. */
  private static final int NEIGHBOURS = 32;

  private static final Comparator<IndexedPicture> BEST_LAST =
      Comparator.comparingDouble((IndexedPicture picture) -> pixels(picture))
          .thenComparingDouble(picture -> number(picture, "bytes"))
          .thenComparing(picture -> text(picture, "modified"), Comparator.reverseOrder())
          .thenComparing(IndexedPicture::id, Comparator.reverseOrder());

  private final IndexSnapshot snapshot;
  private final double least;
  private final Accuracy accuracy;

  /**
   * Describes a search.
   *
   * @param least the minimum cosine of images that are nearly the same
   * @param accuracy whether each image is compared with all others
   */
  public DuplicateFinder(IndexSnapshot snapshot, double least, Accuracy accuracy) {
    this.snapshot = snapshot;
    this.least = least;
    this.accuracy = accuracy;
  }

  /**
   * The groups of two and more, the largest first.
   *
   * @param progress hears how many images have been looked at
   */
  public List<DuplicateGroup> find(IntConsumer progress) {
    List<Integer> ordinals = snapshot.ordinals().boxed().toList();
    int[] parents = IntStream.range(0, snapshot.bound()).toArray();
    int done = 0;
    for (int ordinal : ordinals) {
      float[] vector = snapshot.vector(ordinal);
      for (Match match : snapshot.nearest(vector, NEIGHBOURS, Optional.empty(), accuracy)) {
        if (match.score() >= least) {
          parents[root(parents, match.ordinal())] = root(parents, ordinal);
        }
      }
      progress.accept(++done);
    }
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int ordinal : ordinals) {
      members.computeIfAbsent(root(parents, ordinal), _ -> new ArrayList<>()).add(ordinal);
    }
    return members.values().stream()
        .filter(group -> group.size() > 1)
        .map(this::group)
        .sorted(
            Comparator.comparingInt((DuplicateGroup group) -> -group.others().size())
                .thenComparing(group -> group.keep().id()))
        .toList();
  }

  /** Union-find with halved paths. */
  private static int root(int[] parents, int member) {
    int at = member;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  private DuplicateGroup group(List<Integer> ordinals) {
    int keep =
        ordinals.stream().max(Comparator.comparing(snapshot::picture, BEST_LAST)).orElseThrow();
    float[] kept = snapshot.vector(keep);
    List<DuplicateGroup.Duplicate> others =
        ordinals.stream()
            .filter(ordinal -> ordinal != keep)
            .map(
                ordinal ->
                    new DuplicateGroup.Duplicate(
                        snapshot.picture(ordinal), Embeddings.dot(kept, snapshot.vector(ordinal))))
            .sorted(Comparator.comparingDouble(DuplicateGroup.Duplicate::similarity).reversed())
            .toList();
    return new DuplicateGroup(snapshot.picture(keep), others);
  }

  private static double pixels(IndexedPicture picture) {
    return number(picture, "width") * number(picture, "height");
  }

  private static double number(IndexedPicture picture, String field) {
    return Comparison.number(text(picture, field)).orElse(0);
  }

  private static String text(IndexedPicture picture, String field) {
    return picture.metadata().getOrDefault(field, "");
  }
}

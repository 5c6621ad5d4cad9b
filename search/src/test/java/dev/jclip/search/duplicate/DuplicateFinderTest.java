package dev.jclip.search.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.VectorStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicateFinderTest {
  @TempDir private Path folder;

  @Test
  void ofEqualPicturesTheOldestIsKept() {
    List<DuplicateGroup> groups =
        groups(
            picture("a", 64, 1000, "2024-03-01T00:00:00Z"),
            picture("b", 64, 1000, "2023-03-01T00:00:00Z"),
            picture("c", 64, 1000, "2025-03-01T00:00:00Z"));
    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst().keep().id()).isEqualTo("b");
    assertThat(groups.getFirst().others())
        .extracting(other -> other.picture().id())
        .containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void morePixelsComeBeforeMoreBytesAndThoseBeforeAge() {
    assertThat(kept(picture("a", 64, 9000, "2020"), picture("b", 65, 10, "2025"))).isEqualTo("b");
    assertThat(kept(picture("a", 64, 900, "2025"), picture("b", 64, 10, "2020"))).isEqualTo("a");
  }

  @Test
  void theNameDecidesLast() {
    assertThat(kept(picture("b", 64, 1, "2020"), picture("a", 64, 1, "2020"))).isEqualTo("a");
  }

  @Test
  void aGroupHangsTogetherThroughItsMembers() {
    float[] first = {1, 0, 0};
    float[] second = Embeddings.normalize(new float[] {1, 0.2f, 0});
    float[] third = Embeddings.normalize(new float[] {1, 0.4f, 0});
    float[] other = {0, 0, 1};
    assertThat(Embeddings.dot(first, third)).isLessThan(0.97);
    List<DuplicateGroup> groups =
        found(
            List.of(
                new IndexEntry(picture("a", 1, 1, "1"), first),
                new IndexEntry(picture("b", 1, 1, "2"), second),
                new IndexEntry(picture("c", 1, 1, "3"), third),
                new IndexEntry(picture("d", 1, 1, "4"), other)));
    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst().others()).hasSize(2);
  }

  private String kept(IndexedPicture... pictures) {
    return groups(pictures).getFirst().keep().id();
  }

  private List<DuplicateGroup> groups(IndexedPicture... pictures) {
    return found(
        List.of(pictures).stream()
            .map(picture -> new IndexEntry(picture, new float[] {1, 0, 0}))
            .toList());
  }

  private List<DuplicateGroup> found(List<IndexEntry> entries) {
    Path index = folder.resolve("index-" + System.nanoTime());
    try (LuceneIndex written =
        LuceneIndex.create(index, new IndexModel("m", "f", 3), VectorStorage.FLOAT32)) {
      written.put(entries);
      written.commit(Map.of());
      try (IndexSnapshot snapshot = written.snapshot()) {
        return new DuplicateFinder(snapshot, 0.97, Accuracy.EXACT).find(_ -> {});
      }
    }
  }

  private static IndexedPicture picture(String id, int side, int bytes, String modified) {
    var metadata =
        new TreeMap<>(
            Map.of(
                "width", "" + side,
                "height", "" + side,
                "bytes", "" + bytes,
                "modified", modified));
    return new IndexedPicture(id, "s", "t", "", metadata);
  }
}

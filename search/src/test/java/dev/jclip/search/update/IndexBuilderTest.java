package dev.jclip.search.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.IndexException;
import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.source.Finding;
import dev.jclip.search.source.PictureContent;
import dev.jclip.search.source.PicturePattern;
import dev.jclip.search.source.PictureSource;
import dev.jclip.search.source.PictureSources;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexBuilderTest {
  private final PixelEmbedder model = new PixelEmbedder("f");

  @TempDir private Path folder;
  private Path pictures;

  @BeforeEach
  void makePictures() throws IOException {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    picture("a.png", 10);
    picture("sub/b.png", 20);
    picture("sub/c.png", 30);
  }

  @Test
  void picturesOfAFolderAreIndexedWithWhatLiesBeside() throws IOException {
    Files.writeString(pictures.resolve("a.txt"), " A caption. \n");
    Files.writeString(pictures.resolve("a.json"), "{\"year\":2011,\"tags\":[\"x\"],\"none\":null}");
    assertThat(update(pictures)).isEqualTo(report(3, 0, 0));
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index())) {
      IndexedPicture a = snapshot.picture(snapshot.find(id("a.png")).orElseThrow());
      assertThat(a.caption()).isEqualTo("A caption.");
      assertThat(a.metadata())
          .containsEntry("year", "2011")
          .containsEntry("tags", "[\"x\"]")
          .containsEntry("width", "4")
          .containsEntry("height", "3")
          .containsKeys("bytes", "modified")
          .doesNotContainKey("none");
    }
  }

  @Test
  void whatNoPersonPutThereIsPassedOverAndSaid() throws IOException {
    for (String name : List.of("._a.png", "@eaDir/a.png", ".git/a.png", "Thumbs.db", "d.heic")) {
      Path file = pictures.resolve(name);
      Files.createDirectories(file.getParent());
      Files.copy(pictures.resolve("a.png"), file);
    }
    Files.copy(pictures.resolve("a.png"), pictures.resolve("e.APNG"));
    var said = new ArrayList<String>();
    var listener =
        new IndexListener() {
          @Override
          public void passedOver(String source, String summary) {
            said.add(source + ": " + summary);
          }
        };
    try (EmbeddingIndex index = LuceneIndex.create(index(), model.model(), VectorStorage.FLOAT32)) {
      new IndexBuilder(index, () -> model, listener).update(sources(pictures));
    }
    assertThat(ids())
        .containsExactlyInAnyOrder(id("a.png"), id("e.APNG"), id("sub/b.png"), id("sub/c.png"));
    assertThat(said)
        .containsExactly(
            pictures
                + ": passed over 4 files or folders that are hidden or of the system,"
                + " and 1 file without an image's ending (.heic)");
  }

  @Test
  void nothingIsEmbeddedTwiceAndNoModelLoadedForNothing() {
    update(pictures);
    model.embedded.clear();
    try (EmbeddingIndex index = LuceneIndex.open(index())) {
      var builder =
          new IndexBuilder(
              index,
              () -> {
                throw new AssertionError("the model was loaded");
              },
              new IndexListener() {});
      assertThat(builder.update(sources(pictures))).isEqualTo(report(0, 3, 0));
    }
  }

  @Test
  void newChangedAndVanishedPicturesAreNoticed() throws IOException {
    update(pictures);
    model.embedded.clear();
    picture("d.png", 40);
    picture("a.png", 50);
    Files.delete(pictures.resolve("sub/b.png"));
    Files.writeString(pictures.resolve("sub/c.txt"), "now it has a caption");
    assertThat(update(pictures)).isEqualTo(report(3, 0, 1));
    assertThat(model.embedded).containsExactlyInAnyOrder(id("a.png"), id("d.png"), id("sub/c.png"));
    assertThat(ids()).containsExactly(id("a.png"), id("d.png"), id("sub/c.png"));
  }

  @Test
  void otherSourcesAreLeftAlone() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.copy(pictures.resolve("a.png"), other.resolve("z.png"));
    update(pictures);
    assertThat(update(other)).isEqualTo(report(1, 0, 0));
    assertThat(ids()).hasSize(4);
    Files.delete(other.resolve("z.png"));
    assertThat(update(pictures)).isEqualTo(report(0, 3, 0));
    assertThat(ids()).hasSize(4);
    assertThat(update(other)).isEqualTo(report(0, 0, 1));
  }

  @Test
  void aMissingFolderTakesNothingOut() throws IOException {
    update(pictures);
    List<PictureSource> sources = sources(pictures);
    Files.move(pictures, folder.resolve("unplugged"));
    try (EmbeddingIndex index = LuceneIndex.open(index())) {
      var builder = new IndexBuilder(index, () -> model, new IndexListener() {});
      assertThatThrownBy(() -> builder.update(sources))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("cannot be listed");
    }
    assertThat(ids()).hasSize(3);
  }

  @Test
  void picturesBehindAFolderThatCannotBeReadStay() throws IOException {
    List<Finding> all =
        List.of(finding("/p/a/x.png", 1), finding("/p/ab/y.png", 2), finding("/p/b.png", 3));
    assertThat(update(all)).isEqualTo(report(3, 0, 0));
    IndexReport report =
        update(List.of(new Finding.Fault("/p/a", "permission denied"), finding("/p/b.png", 3)));
    assertThat(report.failures()).containsOnlyKeys("/p/a");
    assertThat(report.removed()).as("only what the folder does not hold").isEqualTo(1);
    assertThat(ids()).containsExactly("/p/a/x.png", "/p/b.png");
  }

  @Test
  void aFolderDoesNotOwnWhatOnlyBeginsWithItsName() throws IOException {
    picture("a/x.png", 40);
    picture("ab/y.png", 50);
    update(pictures);
    Files.delete(pictures.resolve("ab/y.png"));
    assertThat(update(pictures.resolve("a"))).isEqualTo(report(0, 1, 0));
    assertThat(ids()).contains(id("ab/y.png"));
    assertThat(update(pictures)).isEqualTo(report(0, 4, 1));
  }

  @Test
  void notesOfFaultsAreBoundedAndTheRestIsTriedAgain() throws IOException {
    int wrong = IndexBuilder.MOST_FAULT_NOTES + 5;
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < wrong; i++) {
      findings.add(wrong("/p/%0500d.png".formatted(i)));
    }
    var source = new FixedSource("shard", Optional.of("v1"), findings);
    assertThat(update(source).failures()).hasSize(wrong);
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index())) {
      assertThat(IndexBuilder.faults(snapshot)).hasSize(IndexBuilder.MOST_FAULT_NOTES);
      assertThat(IndexBuilder.faults(snapshot).values()).allMatch(text -> text.length() <= 503);
    }
    assertThat(update(source).failures()).as("it is looked through again").hasSize(wrong);
  }

  private static Finding wrong(String id) {
    byte[] noPicture = "no image".getBytes(StandardCharsets.UTF_8);
    return new Finding.Picture(id, "1", () -> new PictureContent(noPicture, "", new TreeMap<>()));
  }

  private static Finding finding(String id, int grey) throws IOException {
    byte[] png = png(grey);
    return new Finding.Picture(id, "1", () -> new PictureContent(png, "", new TreeMap<>()));
  }

  private IndexReport update(List<Finding> findings) {
    return update(new FixedSource("fixed", Optional.empty(), findings));
  }

  private IndexReport update(PictureSource source) {
    try (EmbeddingIndex index =
        LuceneIndex.exists(index())
            ? LuceneIndex.open(index())
            : LuceneIndex.create(index(), model.model(), VectorStorage.FLOAT32)) {
      return new IndexBuilder(index, () -> model, new IndexListener() {}).update(List.of(source));
    }
  }

  @Test
  void whatIsNoPictureIsReportedEachTimeAndTriedOnce() throws IOException {
    Path broken = Files.writeString(pictures.resolve("broken.jpg"), "no image");
    IndexReport first = update(pictures);
    assertThat(first.indexed()).isEqualTo(3);
    assertThat(first.failures()).containsOnlyKeys(broken.toString());
    model.decoded.clear();
    IndexReport second = update(pictures);
    assertThat(second.unchanged()).isEqualTo(3);
    assertThat(second.failures()).isEqualTo(first.failures());
    assertThat(model.decoded).isEmpty();
    picture("broken.jpg", 60);
    assertThat(update(pictures)).isEqualTo(report(1, 3, 0));
  }

  @Test
  void aPictureThatIsNoneAnyMoreIsTakenOut() throws IOException {
    update(pictures);
    Files.writeString(pictures.resolve("a.png"), "damaged");
    IndexReport report = update(pictures);
    assertThat(report.removed()).isEqualTo(1);
    assertThat(report.failures()).containsOnlyKeys(id("a.png"));
    assertThat(ids()).containsExactly(id("sub/b.png"), id("sub/c.png"));
  }

  @Test
  void tablesNamePicturesAndSayWhatTheyAre() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("t.csv"),
            """
            path,caption,colour,size
            pictures/a.png,"A, caption",Red,
            pictures/sub/b.png,B,Blue,7
            pictures/gone.png,C,Green,8
            """);
    IndexReport report = update(table);
    assertThat(report.indexed()).isEqualTo(2);
    assertThat(report.failures()).containsOnlyKeys(id("gone.png"));
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index())) {
      IndexedPicture a = snapshot.picture(snapshot.find(id("a.png")).orElseThrow());
      assertThat(a.caption()).isEqualTo("A, caption");
      assertThat(a.metadata()).containsEntry("colour", "Red").doesNotContainKeys("size", "path");
    }
    assertThat(update(pictures)).as("folders leave tables' rows alone").isEqualTo(report(1, 2, 0));
    Files.writeString(table, "path,caption\npictures/a.png,another\npictures/sub/b.png,B\n");
    assertThat(update(table).indexed()).isEqualTo(2);
    Files.delete(pictures.resolve("a.png"));
    IndexReport last = update(table);
    assertThat(last.removed()).isEqualTo(1);
    assertThat(last.failures()).containsOnlyKeys(id("a.png"));
    assertThat(ids()).containsExactly(id("sub/b.png"), id("sub/c.png"));
  }

  @Test
  void whatIsWrongInATableIsOneRowsFault() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("t.csv"),
            """
            ,path,caption
            0,pictures/a.png,"Red" shoe
            1, ,blank
            2,pictures/sub/b.png,red, left
            3,pictures/sub/c.png,C
            """);
    IndexReport report = update(table);
    assertThat(report.indexed()).isEqualTo(2);
    assertThat(report.failures()).containsOnlyKeys(table + "#line 3", table + "#line 4");
    assertThat(report.failures().get(table + "#line 4")).contains("expected 3 cells, found 4");
    assertThat(captionOf("a.png")).isEqualTo("Red shoe");
  }

  @Test
  void aSidecarThatCannotBeReadLeavesThePicture() throws IOException {
    Files.write(pictures.resolve("a.txt"), new byte[] {(byte) 0xe9});
    Files.writeString(pictures.resolve("a.json"), "[1]");
    Files.writeString(pictures.resolve("sub/b.txt"), "\uFEFFB");
    Path shard = folder.resolve("s.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(shard))) {
      put(tar, "1.json", "3".getBytes(StandardCharsets.UTF_8));
      put(tar, "1.png", png(10));
      put(tar, "1.txt", new byte[] {(byte) 0xe9});
    }
    for (Path source : List.of(pictures, shard)) {
      var beside = new ArrayList<String>();
      IndexReport report = update(source, beside);
      assertThat(report.failures()).isEmpty();
      assertThat(beside)
          .hasSize(2)
          .anyMatch(reason -> reason.contains("expected UTF-8 in its .txt"))
          .anyMatch(reason -> reason.contains("expected an object in its .json"));
    }
    assertThat(ids()).hasSize(4);
    assertThat(captionOf("sub/b.png")).isEqualTo("B");
  }

  private String captionOf(String name) {
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index())) {
      return snapshot.picture(snapshot.find(id(name)).orElseThrow()).caption();
    }
  }

  private IndexReport update(Path location, List<String> beside) {
    try (EmbeddingIndex index =
        LuceneIndex.exists(index())
            ? LuceneIndex.open(index())
            : LuceneIndex.create(index(), model.model(), VectorStorage.FLOAT32)) {
      var listener =
          new IndexListener() {
            @Override
            public void passedOverBeside(String id, String reason) {
              beside.add(reason);
            }
          };
      return new IndexBuilder(index, () -> model, listener).update(sources(location));
    }
  }

  @Test
  void filesAreTakenOneByOneAndTakenOutWhenTheyAreGone() throws IOException {
    Path a = pictures.resolve("a.png");
    assertThat(update(a)).isEqualTo(report(1, 0, 0));
    assertThat(update(pictures)).as("the same stamps").isEqualTo(report(2, 1, 0));
    Files.delete(a);
    IndexReport gone = update(a);
    assertThat(gone.removed()).isEqualTo(1);
    assertThat(gone.failures()).containsOnlyKeys(a.toString());
    assertThat(ids()).containsExactly(id("sub/b.png"), id("sub/c.png"));
  }

  @Test
  void faultsOfAnUnchangedShardAreReportedAgain() throws IOException {
    Path shard = folder.resolve("s.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(shard))) {
      put(tar, "1.png", png(10));
      put(tar, "2.png", "no image".getBytes(StandardCharsets.UTF_8));
    }
    IndexReport first = update(shard);
    assertThat(first.indexed()).isEqualTo(1);
    assertThat(first.failures()).containsOnlyKeys(shard + "#2");
    model.decoded.clear();
    IndexReport second = update(shard);
    assertThat(second.unchanged()).isEqualTo(1);
    assertThat(second.failures()).isEqualTo(first.failures());
    assertThat(model.decoded).isEmpty();
    Path sound = folder.resolve("sound.tar");
    shard(sound, "1", 10);
    assertThat(update(sound)).isEqualTo(report(1, 0, 0));
    assertThat(update(sound)).isEqualTo(report(0, 1, 0));
    assertThat(update(shard).failures()).isEqualTo(first.failures());
  }

  @Test
  void shardsAreReadOnceUntilTheyChange() throws IOException {
    Path shard = folder.resolve("s.tar");
    shard(shard, "1", 10, "2", 20);
    assertThat(update(shard)).isEqualTo(report(2, 0, 0));
    assertThat(ids()).containsExactly(shard + "#1", shard + "#2");
    model.embedded.clear();
    assertThat(update(shard)).isEqualTo(report(0, 2, 0));
    shard(shard, "2", 20, "3", 30);
    Files.setLastModifiedTime(shard, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(update(shard)).isEqualTo(report(1, 1, 1));
    assertThat(model.embedded).containsExactly(shard + "#3");
    assertThat(ids()).containsExactly(shard + "#2", shard + "#3");
  }

  @Test
  void anotherModelIsRefused() {
    update(pictures);
    try (EmbeddingIndex index = LuceneIndex.open(index())) {
      var builder =
          new IndexBuilder(index, () -> new PixelEmbedder("other"), new IndexListener() {});
      assertThatThrownBy(
              () -> {
                picture("new.png", 1);
                builder.update(sources(pictures));
              })
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("say nothing about vectors of pixels")
          .hasMessageContaining("embed its images anew");
    }
  }

  @Test
  void anUpdateThatIsEndedKeepsWhatItHasAndTakesNothingOut() throws IOException {
    update(pictures);
    for (int i = 0; i < 40; i++) {
      picture("new/%02d.png".formatted(i), 100 + i);
    }
    Set<String> before = ids();
    Files.delete(Path.of(before.iterator().next()));
    var asked = new AtomicInteger();
    try (LuceneIndex index = LuceneIndex.open(index())) {
      IndexReport report =
          new IndexBuilder(index, () -> model, new IndexListener() {})
              .update(sources(pictures), () -> asked.incrementAndGet() > 12);
      assertThat(report.complete()).isFalse();
      assertThat(report.indexed()).isPositive().isLessThan(40);
      assertThat(report.removed()).isZero();
      assertThat(ids()).containsAll(before).hasSize((int) (before.size() + report.indexed()));
    }
    assertThat(update(pictures).removed()).isEqualTo(1);
    assertThat(ids()).hasSize(before.size() - 1 + 40);
  }

  @Test
  void whatIsTakenOutComesBackFromItsShardWithTheNextUpdate() throws IOException {
    Path shard = folder.resolve("shard.tar");
    shard(shard, "a", 1, "b", 2);
    update(shard);
    assertThat(removed(shard + "#a")).isEqualTo(1);
    assertThat(ids()).containsExactly(shard + "#b");
    assertThat(removed(shard.toString())).isEqualTo(1);
    assertThat(removed(shard.toString())).isZero();
    assertThat(update(shard).indexed()).isEqualTo(2);
  }

  @Test
  void namesStandForPicturesFoldersAndPatternsInAnyForm() throws IOException {
    picture("caf\u00e9/a.png", 3);
    picture("cafe\u0301s/b.png", 4);
    picture("other/c.png", 5);
    picture("other/deep/d.jpg.png", 6);
    update(pictures);
    int size = ids().size();
    assertThat(removed(id("cafe\u0301"))).isEqualTo(1);
    assertThat(removed(id("caf\u00e9s/b.png"))).isEqualTo(1);
    assertThat(removed(id("oth"))).isZero();
    assertThat(removed(id("other/*.png"))).isEqualTo(1);
    assertThat(removed(id("**/d.*"))).isEqualTo(1);
    assertThat(ids()).hasSize(size - 4);
  }

  private int removed(String name) {
    try (LuceneIndex index = LuceneIndex.open(index())) {
      return IndexRemoval.of(index, PicturePattern.of(name));
    }
  }

  /** As when a table was written on another system than the files. */
  @Test
  void tablesAndSidecarsMayWriteLettersOtherwiseThanTheDisk() throws IOException {
    picture("u\u0308ber.png", 7);
    Files.writeString(pictures.resolve("\u00fcber.txt"), "above");
    Path table = folder.resolve("table.csv");
    Files.writeString(table, "path,kind\npictures/\u00fcber.png,K\n");
    update(pictures);
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index())) {
      assertThat(snapshot.picture(snapshot.find(id("u\u0308ber.png")).orElseThrow()).caption())
          .isEqualTo("above");
    }
    assertThat(update(table).failures()).isEmpty();
  }

  private IndexReport update(Path location) {
    try (EmbeddingIndex index =
        LuceneIndex.exists(index())
            ? LuceneIndex.open(index())
            : LuceneIndex.create(index(), model.model(), VectorStorage.FLOAT32)) {
      return new IndexBuilder(index, () -> model, new IndexListener() {}).update(sources(location));
    }
  }

  private static List<PictureSource> sources(Path location) {
    return PictureSources.of(List.of(location.toString()));
  }

  private static IndexReport report(long indexed, long unchanged, long removed) {
    return new IndexReport(indexed, unchanged, removed, new TreeMap<>(), true);
  }

  private Path index() {
    return folder.resolve("index");
  }

  private String id(String name) {
    return pictures.resolve(name).toString();
  }

  private Set<String> ids() {
    var ids = new TreeSet<String>();
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index())) {
      snapshot.eachStamp(stamp -> ids.add(stamp.id()));
    }
    return ids;
  }

  private void picture(String name, int grey) throws IOException {
    Path file = pictures.resolve(name);
    Files.createDirectories(file.getParent());
    boolean replaced = Files.exists(file);
    Files.write(file, png(grey));
    if (replaced) { // within one tick of the file system's clock
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(grey)));
    }
  }

  private static void shard(Path file, Object... keysAndGreys) throws IOException {
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < keysAndGreys.length; i += 2) {
        put(tar, keysAndGreys[i] + ".png", png((int) keysAndGreys[i + 1]));
        put(tar, keysAndGreys[i] + ".json", "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static byte[] png(int grey) throws IOException {
    var image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, grey * 0x010101);
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}

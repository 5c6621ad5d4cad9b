package dev.jclip.search.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.embed.ImageTextModel;
import dev.jclip.error.ImageException;
import dev.jclip.error.IndexException;
import dev.jclip.search.IndexModel;
import dev.jclip.search.OtherModelException;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.query.QueryParser;
import dev.jclip.search.query.SearchHit;
import dev.jclip.search.query.SearchRequest;
import dev.jclip.search.source.PictureSources;
import dev.jclip.search.update.IndexListener;
import dev.jclip.search.update.IndexReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureLibraryTest {
  private static final int QUERYING = 4;

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final OpenSnapshots snapshots = new OpenSnapshots();

  @TempDir private Path folder;
  private Path pictures;

  @BeforeEach
  void makePictures() throws IOException {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    picture("red.png", 0xff0000);
    picture("green.png", 0x00ff00);
    picture("blue.png", 0x0000ff);
  }

  @Test
  void theModelIsOpenedOnceForTheFirstQueryAndClosedWithTheLibrary() {
    try (LuceneIndex index = create("f")) {
      try (PictureLibrary library = library("f")) {
        update(library, index);
        assertThat(opened).as("the update needs it").hasValue(1);
        assertThat(best(library, "red")).endsWith("red.png");
        assertThat(best(library, pictures.resolve("blue.png").toString())).endsWith("blue.png");
        assertThat(opened).hasValue(1);
        assertThat(closed).hasValue(0);
      }
      assertThat(closed).hasValue(1);
      try (PictureLibrary library = library("f");
          LibraryView view = library.view()) {
        assertThat(view.snapshot().size()).isEqualTo(3);
        assertThat(update(library, index).unchanged()).isEqualTo(3);
      }
    }
    assertThat(opened).as("nothing needed it the second time").hasValue(1);
    assertThat(snapshots.open()).isZero();
  }

  @Test
  void eachViewShowsWhatWasCommittedLastAndStaysAsItIs() throws IOException {
    try (LuceneIndex index = create("f");
        PictureLibrary library = library("f")) {
      update(library, index);
      try (LibraryView before = library.view()) {
        picture("yellow.png", 0xffff00);
        update(library, index);
        try (LibraryView after = library.view()) {
          assertThat(before.snapshot().size()).isEqualTo(3);
          assertThat(after.snapshot().size()).isEqualTo(4);
          assertThat(after.search()).isNotSameAs(before.search());
          try (LibraryView again = library.view()) {
            assertThat(again.search()).as("what it measured is kept").isSameAs(after.search());
          }
        }
        assertThat(before.snapshot().picture(0).id()).startsWith(pictures.toString());
      }
      assertThat(snapshots.open()).as("all but the newest are closed").isEqualTo(1);
    }
    assertThat(snapshots.open()).isZero();
  }

  @Test
  void manyThreadsAskWhileAnUpdateCommits() throws Exception {
    var done = new AtomicBoolean();
    try (LuceneIndex index = create("f");
        ExecutorService threads = Executors.newFixedThreadPool(QUERYING)) {
      PictureLibrary library = library("f");
      update(library, index);
      var answers = new ArrayList<Future<Integer>>();
      for (int thread = 0; thread < QUERYING; thread++) {
        answers.add(threads.submit(() -> ask(library, done)));
      }
      for (int i = 0; i < 25; i++) {
        picture("red-%02d.png".formatted(i), 0xf00000 + i);
        assertThat(update(library, index).indexed()).isEqualTo(1);
      }
      done.set(true);
      for (Future<Integer> asked : answers) {
        assertThat(asked.get()).isPositive();
      }
      try (LibraryView last = library.view()) {
        assertThat(last.snapshot().size()).isEqualTo(28);
      }
      library.close();
    }
    assertThat(opened).hasValue(1);
    assertThat(closed).hasValue(1);
    assertThat(snapshots.open()).isZero();
    assertThat(snapshots.most()).isLessThanOrEqualTo(QUERYING + 3);
  }

  /** How many queries were answered, each by images of its own view. */
  private static int ask(PictureLibrary library, AtomicBoolean done) {
    int asked = 0;
    do {
      try (LibraryView view = library.view()) {
        int size = view.snapshot().size();
        List<SearchHit> hits = view.search().find(request(view, "red", size));
        assertThat(hits).hasSize(size);
        assertThat(view.snapshot().picture(hits.getFirst().ordinal()).id()).contains("red");
        asked++;
      }
    } while (!done.get());
    return asked;
  }

  @Test
  void aViewOutlivesItsLibrary() {
    try (LuceneIndex index = create("f")) {
      PictureLibrary library = library("f");
      update(library, index);
      try (LibraryView view = library.view()) {
        library.close();
        library.close();
        assertThat(view.search().find(request(view, "green", 1))).hasSize(1);
        assertThat(closed).hasValue(0);
      }
      assertThat(closed).hasValue(1);
      assertThatThrownBy(library::view)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void aModelOfAnotherSpaceIsRefusedAndClosed() {
    try (LuceneIndex index = create("f")) {
      index.commit(Map.of());
    }
    try (PictureLibrary library = library("other");
        LibraryView view = library.view()) {
      assertThatThrownBy(view::queries)
          .isInstanceOf(OtherModelException.class)
          .hasMessageStartingWith(folder.resolve("index") + ": holds vectors of pixels")
          .hasMessageNotContainingAny("--", "jclip ");
      assertThat(closed).hasValue(1);
    }
  }

  @Test
  void anIndexThatIsMadeAnewWithAnotherModelIsAskedByThatOne() {
    try (LuceneIndex index = create("f");
        PictureLibrary library = library("f")) {
      update(library, index);
    }
    var wanted = new ArrayList<String>();
    try (PictureLibrary library =
        new PictureLibrary(
            "index",
            LuceneSnapshot.open(folder.resolve("index")),
            model -> {
              wanted.add(model.fingerprint());
              return open(model.fingerprint());
            })) {
      assertThat(best(library, "red")).endsWith("red.png");
      Path growing = folder.resolve("growing");
      try (LuceneIndex index =
              LuceneIndex.create(growing, new IndexModel("pixels", "g", 4), VectorStorage.FLOAT32);
          PictureLibrary grown =
              new PictureLibrary("growing", LuceneSnapshot.open(growing), _ -> open("g"))) {
        update(grown, index);
      }
      LuceneIndex.replace(folder.resolve("index"), growing);
      assertThat(best(library, "blue")).endsWith("blue.png");
    }
    assertThat(wanted).containsExactly("f", "g");
    assertThat(closed).hasValue(opened.get());
  }

  @Test
  void aQueryNamesImagesThatAreThere() throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), "no image");
    try (LuceneIndex index = create("f");
        PictureLibrary library = library("f")) {
      update(library, index);
      try (LibraryView view = library.view()) {
        assertThatThrownBy(() -> view.queries().picture(text))
            .isInstanceOf(ImageException.class)
            .hasMessageStartingWith(text.toString());
        assertThatThrownBy(() -> view.queries().picture(folder.resolve("none.png")))
            .isInstanceOf(ImageException.class)
            .hasMessage(folder.resolve("none.png") + ": cannot be read: no such file or folder");
      }
    }
  }

  private static String best(PictureLibrary library, String query) {
    try (LibraryView view = library.view()) {
      SearchHit best = view.search().find(request(view, query, 1)).getFirst();
      return view.snapshot().picture(best.ordinal()).id();
    }
  }

  private static SearchRequest request(LibraryView view, String query, int count) {
    return SearchRequest.of(view.queries().sum(QueryParser.sum(List.of(query))), count);
  }

  private IndexReport update(PictureLibrary library, LuceneIndex index) {
    return library.update(
        index,
        PictureSources.of(List.of(pictures.toString())),
        new IndexListener() {},
        () -> false);
  }

  @Test
  void findsImagesFromNothing() throws IOException {
    Path index = folder.resolve("new").resolve("index");
    var model = new PixelModel("f");
    try (PictureLibrary library = PictureLibrary.open(index, model)) {
      assertThat(library.search("red", 10)).as("nothing is in it yet").isEmpty();
      assertThat(library.update(List.of(pictures)).indexed()).isEqualTo(3);
      FoundPicture found = library.search("green", 2).getFirst();
      assertThat(found.id()).endsWith("green.png");
      assertThat(found.picture().metadata()).containsEntry("width", "4");
      assertThat(found.relevance()).isBetween(0.0, 1.0);
    }
    picture("yellow.png", 0xffff00);
    try (PictureLibrary library = PictureLibrary.open(index, model)) {
      IndexReport report = library.update(List.of(pictures, folder.resolve("missing.png")));
      assertThat(report.unchanged()).isEqualTo(3);
      assertThat(report.failures()).hasSize(1);
      assertThat(library.search("red", 10)).hasSize(4);
    }
  }

  @Test
  void whatCannotBeOpenedLeavesNoFolder() throws IOException {
    Path index = folder.resolve("new");
    var broken =
        (ImageTextModel)
            Proxy.newProxyInstance(
                ImageTextModel.class.getClassLoader(),
                new Class<?>[] {ImageTextModel.class},
                (_, _, _) -> {
                  throw new ImageException("no weights");
                });
    assertThatThrownBy(() -> PictureLibrary.open(index, broken)).hasMessage("no weights");
    assertThat(index).doesNotExist();
    PictureLibrary.open(index, new PixelModel("f")).close();
    assertThatThrownBy(() -> PictureLibrary.open(index, new PixelModel("another")))
        .isInstanceOf(OtherModelException.class);
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> PictureLibrary.open(file, new PixelModel("f")))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void argumentsThatAreNullAreRefusedByName() {
    Path index = folder.resolve("new");
    assertThatThrownBy(() -> PictureLibrary.open(index, nothing()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("model");
    assertThatThrownBy(() -> PictureLibrary.open(nothing(), new PixelModel("f")))
        .hasMessage("folder");
    try (PictureLibrary library = PictureLibrary.open(index, new PixelModel("f"))) {
      assertThatThrownBy(() -> library.update(nothing())).hasMessage("paths");
      assertThatThrownBy(() -> library.search(nothing(), 1)).hasMessage("query");
    }
  }

  @Test
  void aLibraryOfASnapshotSaysThatItCannotWrite() {
    create("f").close();
    try (PictureLibrary library = library("f")) {
      assertThatThrownBy(() -> library.update(List.of(pictures)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("PictureLibrary.open");
    }
  }

  /** What a caller without checks of nullness may give. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // refusing it is what is tested
  private static <T> T nothing() {
    return null;
  }

  private PictureLibrary library(String fingerprint) {
    Path index = folder.resolve("index");
    return new PictureLibrary(
        index.toString(), snapshots.watched(LuceneSnapshot.open(index)), _ -> open(fingerprint));
  }

  private OpenModel open(String fingerprint) {
    opened.incrementAndGet();
    return new OpenModel("pixels", new PixelModel(fingerprint), closed::incrementAndGet);
  }

  private LuceneIndex create(String fingerprint) {
    return LuceneIndex.create(
        folder.resolve("index"),
        new IndexModel("pixels", fingerprint, PixelModel.DIMENSION),
        VectorStorage.FLOAT32);
  }

  private void picture(String name, int rgb) throws IOException {
    var image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, rgb);
    ImageIO.write(image, "png", pictures.resolve(name).toFile());
  }
}

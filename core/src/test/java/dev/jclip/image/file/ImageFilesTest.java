package dev.jclip.image.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "a.JPEG",
        "a.jpe",
        "a.jfif",
        "a.mpo",
        "a.png",
        "a.apng",
        "a.gif",
        "a.bmp",
        "a.dib",
        "a.tif",
        "a.Tiff",
        "a.webp",
        "sub.d/a b.c.jpg"
      })
  void takesWhatTheDecodersReadByName(String name) {
    assertThat(ImageFiles.isNamed(Path.of(name))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "jpg",
        "a.txt",
        "a.heic",
        "a.jpg.part",
        ".a.jpg",
        "._a.jpg",
        "Thumbs.db",
        "icon\r"
      })
  void takesNothingElse(String name) {
    assertThat(ImageFiles.isNamed(Path.of(name))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "._a.jpg, true", ".Trashes, true", ".Spotlight-V100, true", "@eaDir, true", "@EADIR, true",
    "Thumbs.db, true", "THUMBS.DB, true", "__MACOSX, true", "desktop.ini, true", "., false",
    "$RECYCLE.BIN, true", ".., false", "a.jpg, false", "thumbs, false", "macosx, false"
  })
  void knowsWhatNoPersonPutThere(String name, boolean hidden) {
    assertThat(ImageFiles.isHidden(name)).isEqualTo(hidden);
  }

  @Test
  void looksIntoAFileWhateverItsName(@TempDir Path folder) throws IOException {
    assertThat(ImageFiles.holdsImage(text(folder, "....ftypheic"))).isTrue();
    assertThat(ImageFiles.holdsImage(text(folder, "BMW, a car"))).isFalse();
    assertThat(ImageFiles.holdsImage(text(folder, "a red square"))).isFalse();
    assertThat(ImageFiles.holdsImage(text(folder, ""))).isFalse();
    assertThat(ImageFiles.holdsImage(folder)).isFalse();
    assertThat(ImageFiles.holdsImage(folder.resolve("none.jpg"))).isFalse();
  }

  private static Path text(Path folder, String content) throws IOException {
    return Files.write(folder.resolve("text.jpg"), content.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void countsWhatIsPassedOver() {
    var listing = new ImageListing();
    assertThat(listing.enters(Path.of("d/@eaDir"))).isFalse();
    assertThat(listing.enters(Path.of("d/e"))).isTrue();
    assertThat(listing.takes(Path.of("d/a.txt"))).isFalse();
    assertThat(listing.takes(Path.of("d/a.jpg"))).isTrue();
    assertThat(listing.summary())
        .hasValue("passed over 1 file or folder that is hidden or of the system");
    assertThat(listing.takes(Path.of("d/._a.jpg"))).isFalse();
    assertThat(listing.takes(Path.of("d/b.heic"))).isFalse();
    assertThat(listing.takes(Path.of("d/README"))).isFalse();
    assertThat(listing.hides("__MACOSX/d/a.jpg")).isTrue();
    assertThat(listing.hides("./d/a.jpg")).isFalse();
    assertThat(listing.summary())
        .hasValue(
            "passed over 3 files or folders that are hidden or of the system,"
                + " and 2 files without an image's ending (.heic)");
  }

  @Test
  void nothingIsSaidWhereAllIsTaken() {
    var listing = new ImageListing();
    listing.takes(Path.of("d/a.jpg"));
    listing.takes(Path.of("d/a.json"));
    assertThat(listing.summary()).isEmpty();
  }
}

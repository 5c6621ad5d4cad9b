package dev.jclip.cli.input;

import static dev.jclip.cli.Jclip.PICTURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jclip.cli.input.Inputs.Input;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    for (String name :
        List.of("b.jpg", "a.PNG", "notes.txt", "sub/c.webp", "sub/deep/d.jpg", "sub/b [1].jpg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.copy(PICTURE, file);
    }
  }

  private static List<Input> expand(String stdin, String... arguments) {
    InputStream names = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
    return Inputs.expand(List.of(arguments), names);
  }

  /** Names below the folder, and those of what is skipped in angle brackets. */
  private List<String> shown(List<Input> inputs) {
    return inputs.stream()
        .map(
            input -> {
              String name = input.name().replace(folder + "/", "");
              return input instanceof Input.Nothing ? "<" + name + ">" : name;
            })
        .toList();
  }

  @Test
  void aFolderGivesItsPicturesSorted() {
    assertThat(shown(expand("", folder.toString())))
        .containsExactly("a.PNG", "b.jpg", "sub/b [1].jpg", "sub/c.webp", "sub/deep/d.jpg");
  }

  @Test
  void whatNoPersonPutThereIsPassedOver() throws IOException {
    for (String name : List.of("._a.PNG", "Thumbs.db", "@eaDir/e.jpg", ".Trashes/f.jpg", "x.JPE")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.copy(PICTURE, file);
    }
    assertThat(shown(expand("", folder.toString())))
        .containsExactly(
            "a.PNG", "b.jpg", "sub/b [1].jpg", "sub/c.webp", "sub/deep/d.jpg", "x.JPE");
    assertThat(shown(expand("", folder + "/**"))).doesNotContain("._a.PNG", "@eaDir/e.jpg");
    assertThat(shown(expand("", folder + "/._*"))).containsExactly("._a.PNG");
    assertThat(shown(expand("", folder + "/@eaDir"))).containsExactly("@eaDir/e.jpg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.jpg | b.jpg",
        "*.{jpg,PNG} | a.PNG,b.jpg",
        "?.* | a.PNG,b.jpg",
        "[bc].jpg | b.jpg",
        "**/*.jpg | b.jpg,sub/b [1].jpg,sub/deep/d.jpg",
        "**.webp | sub/c.webp",
        "*/*.webp | sub/c.webp",
        "s*/deep/*.jpg | sub/deep/d.jpg",
        "/sub//*.webp | sub/c.webp",
        "n*.txt | notes.txt",
      })
  void aGlobGivesItsFilesSorted(String glob, String expected) {
    assertThat(shown(expand("", folder + "/" + glob))).containsExactly(expected.split(",", -1));
  }

  @Test
  void aGlobInTheWorkingFolderGivesPlainNames() {
    assertThat(expand("", "pom.*").stream().map(Input::name)).containsExactly("pom.xml");
    assertThat(expand("", "./pom.*").stream().map(Input::name)).containsExactly("./pom.xml");
  }

  @Test
  void aFileNamedLikeAGlobIsThatFile() {
    assertThat(shown(expand("", folder + "/sub/b [1].jpg"))).containsExactly("sub/b [1].jpg");
  }

  @Test
  void argumentsKeepTheirOrderAndStdinItsPlace() {
    String names = folder + "/sub/c.webp\r\n\n" + folder + "/sub/deep\n";
    assertThat(shown(expand(names, folder + "/b.jpg", "-", folder + "/a.PNG")))
        .containsExactly("b.jpg", "sub/c.webp", "sub/deep/d.jpg", "a.PNG");
  }

  @Test
  void aByteOrderMarkOnStdinIsNoPartOfAName() {
    assertThat(shown(expand("\uFEFF" + folder + "/b.jpg\n", "-"))).containsExactly("b.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.gif", "nowhere/*.jpg", "[a", "{a", "x[b-a]"})
  void aGlobWithoutMatchIsSkipped(String glob) {
    assertThat(expand("", folder + "/" + glob))
        .singleElement()
        .isInstanceOfSatisfying(
            Input.Nothing.class,
            nothing -> assertThat(nothing.reason()).startsWith(folder + "/" + glob + ": no "));
  }

  @Test
  void whatCanBeNoFileIsSkipped() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    List<Input> inputs = expand("a\0b\n", "", "-", empty.toString());
    assertThat(inputs).hasSize(3).allMatch(Input.Nothing.class::isInstance);
    assertThat(((Input.Nothing) inputs.get(2)).reason())
        .isEqualTo(
            empty
                + ": the folder holds no images (apng, bmp, dib, gif, jfif, jpe, jpeg, jpg, mpo, png, tif, tiff, webp)");
    assertThat(expand("\n", "-")).containsExactly(new Input.Nothing("-", "-: no names on stdin"));
  }

  @Test
  void bytesThatAreNotUtf8NameNoFile() {
    var bytes = new ByteArrayInputStream(new byte[] {(byte) 0xff, 'a', '\n', 'b', '\n'});
    assertThat(Inputs.expand(List.of("-"), bytes)).hasSize(2);
  }

  @Test
  void linksAreFollowedButNotInCircles() throws IOException {
    Path linked = folder.resolve("linked");
    Files.createSymbolicLink(linked, folder.resolve("sub"));
    assertThat(shown(expand("", linked.toString())))
        .containsExactly("linked/b [1].jpg", "linked/c.webp", "linked/deep/d.jpg");
    Files.createSymbolicLink(folder.resolve("sub/deep/up"), folder.resolve("sub"));
    assertThat(shown(expand("", folder + "/sub")))
        .containsExactly("sub/b [1].jpg", "sub/c.webp", "sub/deep/d.jpg");
  }

  @Test
  void aFolderThatCannotBeListedDoesNotHideTheOthers() throws IOException {
    Path closed = folder.resolve("sub/deep");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assumeThat(Files.isReadable(closed)).as("permissions hold for this user").isFalse();
      List<Input> inputs = expand("", folder.toString());
      assertThat(shown(inputs))
          .containsExactly("a.PNG", "b.jpg", "sub/b [1].jpg", "sub/c.webp", "<sub/deep>");
      assertThat(inputs.getLast())
          .isEqualTo(
              new Input.Nothing(
                  closed.toString(), closed + ": cannot be listed: permission denied"));
      assertThat(expand("", closed.toString())).singleElement().isInstanceOf(Input.Nothing.class);
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }
}

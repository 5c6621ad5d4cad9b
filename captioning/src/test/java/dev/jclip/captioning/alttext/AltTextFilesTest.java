package dev.jclip.captioning.alttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.captioning.alttext.AltTextFiles.Outcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AltTextFilesTest {
  /** Of 5 x 3 pixels, written by libwebp: lossy, lossless, lossless with transparency, animated. */
  private static final String LOSSY =
      "UklGRkoAAABXRUJQVlA4ID4AAAAQAgCdASoFAAMAAUAmJbACdLoAAzv+5/AAAP7zCUJezX73EP4Asf4tpHQpkP/u16PhyMAmf9xn/9xn/yIAAA==";

  private static final String LOSSLESS =
      "UklGRioAAABXRUJQVlA4TB0AAAAvBIAAAA9wEn2CbJtt98e61xM+5j9OD+/4iOh/FAA=";
  private static final String TRANSPARENT =
      "UklGRkQAAABXRUJQVlA4TDcAAAAvBIAAEBcgEG1qLPfnO4pANtnz18pLQdoGLNy3MbIBisL/D1sC7/Y+UJC2AQP1r6M7iiP6H0UOAA==";
  private static final String ANIMATED =
      "UklGRq4AAABXRUJQVlA4WAoAAAASAAAABAAAAgAAQU5JTQYAAAAAAAAAAABBTk1GNgAAAAAAAAAAAAQAAAIAADIAAAJWUDhMHQAAAC8EgAAAD3ASfYJsm233x7rXEz7mP04P7/iI6H8UAEFOTUZEAAAAAAAAAAAABAAAAgAAMgAAAFZQOEwsAAAALwSAABAfICAhZIv/+0wRCBD43/KlIG0DFu7b2PwHgPpNHwQkif3vPxH9DyY=";

  private static final AltText MUG = AltText.of("a red mug", "en", "jclip, a model");

  @TempDir private Path folder;

  static Stream<Arguments> images() throws IOException {
    return Stream.of(
        Arguments.of("image.jpg", imageIo("jpg")),
        Arguments.of("image.png", imageIo("png")),
        Arguments.of("lossy.webp", Base64.getDecoder().decode(LOSSY)),
        Arguments.of("lossless.webp", Base64.getDecoder().decode(LOSSLESS)),
        Arguments.of("transparent.webp", Base64.getDecoder().decode(TRANSPARENT)),
        Arguments.of("animated.webp", Base64.getDecoder().decode(ANIMATED)));
  }

  private static byte[] imageIo(String format) throws IOException {
    var image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0x20C040);
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void writesAndReads(String name, byte[] content) throws IOException {
    Path file = file(name, content);
    AltText text = MUG.withExtended("a red mug, seen from above; größer als 5 <px> & 漢字");
    assertThat(AltTextFiles.write(file, text)).isEqualTo(Outcome.WRITTEN);
    assertThat(AltTextFiles.read(file, "en")).contains("a red mug");
    assertThat(AltTextFiles.read(file, "de")).contains("a red mug");
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
        .contains("größer als 5 &lt;px&gt; &amp; 漢字", "AltTextAccessibility", "a model");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void keepsTheImagesBytes(String name, byte[] content) throws IOException {
    Path file = file(name, content);
    AltTextFiles.write(file, MUG);
    byte[] first = Files.readAllBytes(file);
    assertThat(withoutXmp(name, first)).isEqualTo(withoutXmp(name, content));
    AltTextFiles.write(file, AltText.of("another, longer text of a red mug", "en", "jclip"));
    assertThat(withoutXmp(name, Files.readAllBytes(file))).isEqualTo(withoutXmp(name, content));
  }

  /** A file with what belongs to XMP cut out by another route than the code under test. */
  private static byte[] withoutXmp(String name, byte[] file) {
    if (name.endsWith(".webp")) {
      return webpImages(file);
    }
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String start = name.endsWith(".jpg") ? "http://ns.adobe.com/xap/1.0/" : "iTXtXML:com.adobe.xmp";
    int at = text.indexOf(start);
    if (at < 0) {
      return file;
    }
    int end = text.indexOf("<?xpacket end=\"w\"?>", at) + "<?xpacket end=\"w\"?>".length();
    int after = name.endsWith(".jpg") ? 0 : 4; // the checksum
    return (text.substring(0, at - 4) + text.substring(end + after))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The chunks with image data, in order. */
  private static byte[] webpImages(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt(4)).isEqualTo(file.length - 8);
    var images = new ByteArrayOutputStream();
    for (int at = 12; at < file.length; ) {
      String type = new String(file, at, 4, StandardCharsets.ISO_8859_1);
      int length = bytes.getInt(at + 4);
      if (!type.equals("XMP ") && !type.equals("VP8X")) {
        images.write(file, at, 8 + length);
      }
      at += 8 + length + length % 2;
    }
    return images.toByteArray();
  }

  @Test
  void aSimpleWebpIsGivenItsSizeAndTransparency() throws IOException {
    for (String content : new String[] {LOSSY, LOSSLESS, TRANSPARENT}) {
      Path file = file("image.webp", Base64.getDecoder().decode(content));
      AltTextFiles.write(file, MUG);
      byte[] head = Arrays.copyOf(Files.readAllBytes(file), 30);
      int flags = content.equals(TRANSPARENT) ? 0x14 : 0x04;
      assertThat(Arrays.copyOfRange(head, 12, 30))
          .containsExactly('V', 'P', '8', 'X', 10, 0, 0, 0, flags, 0, 0, 0, 4, 0, 0, 2, 0, 0);
    }
  }

  @Test
  void theSameTextChangesNothing() throws IOException {
    Path file = file("image.jpg", imageIo("jpg"));
    AltTextFiles.write(file, MUG);
    byte[] once = Files.readAllBytes(file);
    assertThat(AltTextFiles.write(file, MUG)).isEqualTo(Outcome.UNCHANGED);
    assertThat(Files.readAllBytes(file)).isEqualTo(once);
  }

  @Test
  void itsOwnTextIsReplacedInEachLanguage() throws IOException {
    Path file = file("image.png", imageIo("png"));
    AltText german = AltText.of("ein roter Becher", "de", "jclip");
    assertThat(AltTextFiles.write(file, MUG)).isEqualTo(Outcome.WRITTEN);
    assertThat(AltTextFiles.write(file, german)).isEqualTo(Outcome.WRITTEN);
    assertThat(AltTextFiles.write(file, AltText.of("a mug", "en", "jclip")))
        .isEqualTo(Outcome.WRITTEN);
    assertThat(AltTextFiles.read(file, "de")).contains("ein roter Becher");
    assertThat(AltTextFiles.read(file, "en")).contains("a mug");
  }

  @Test
  void aPersonsTextIsKept() throws IOException {
    Path file = file("image.jpg", imageIo("jpg"));
    AltTextFiles.write(file, MUG);
    byte[] changed =
        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
            .replace("a red mug", "my red cup".substring(0, 9))
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, changed);
    assertThat(AltTextFiles.write(file, MUG)).isEqualTo(Outcome.KEPT_PERSONS);
    assertThat(Files.readAllBytes(file)).isEqualTo(changed);
  }

  @Test
  void otherPropertiesOfAPacketStay() throws IOException {
    Path image = file("image.gif", new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    Files.writeString(
        AltTextFiles.sidecar(image),
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"
          xmlns:my="http://example.com/my/" my:shelf="A7"/></rdf:RDF></x:xmpmeta>
        """);
    assertThat(AltTextFiles.writeSidecar(image, MUG)).isEqualTo(Outcome.WRITTEN);
    assertThat(Files.readString(AltTextFiles.sidecar(image)))
        .contains("Rating", "4", "shelf", "A7", "a red mug");
    assertThat(AltTextFiles.read(image, "en")).contains("a red mug");
  }

  @Test
  void aDamagedPacketIsAnErrorAndStays() throws IOException {
    Path image = file("image.gif", new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    Path sidecar = Files.writeString(AltTextFiles.sidecar(image), "<x:xmpmeta");
    assertThatThrownBy(() -> AltTextFiles.writeSidecar(image, MUG))
        .isInstanceOf(AltTextException.class)
        .hasMessageContainingAll(sidecar.toString(), "its XMP is damaged", "nothing was changed");
    assertThat(sidecar).hasContent("<x:xmpmeta");
  }

  @Test
  void aPacketWithADocumentTypeIsRefused() throws IOException {
    Path image = file("image.gif", new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    Files.writeString(
        AltTextFiles.sidecar(image),
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">&e;</x:xmpmeta>");
    assertThatThrownBy(() -> AltTextFiles.writeSidecar(image, MUG))
        .isInstanceOf(AltTextException.class);
  }

  @Test
  void aReadOnlyImageIsRefused() throws IOException {
    Path file = file("image.jpg", imageIo("jpg"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertThatThrownBy(() -> AltTextFiles.write(file, MUG))
        .isInstanceOf(AltTextException.class)
        .hasMessageContaining("read-only");
    assertThat(Files.readAllBytes(file)).isEqualTo(imageIo("jpg"));
  }

  @Test
  void permissionsAndLinksStay() throws IOException {
    Path file = file("image.jpg", imageIo("jpg"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.jpg"), file);
    assertThat(AltTextFiles.write(link, MUG)).isEqualTo(Outcome.WRITTEN);
    assertThat(link).isSymbolicLink();
    assertThat(AltTextFiles.read(file, "en")).contains("a red mug");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = file("image.gif", new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    assertThat(AltTextFiles.isWritableKind(file)).isFalse();
    assertThatThrownBy(() -> AltTextFiles.write(file, MUG))
        .isInstanceOf(AltTextException.class)
        .hasMessageContainingAll(file.toString(), "JPEG, PNG or WebP");
  }

  @Test
  void aJpegOfSeveralImagesIsRefused() throws IOException {
    byte[] jpeg = imageIo("jpg");
    var several = new ByteArrayOutputStream();
    several.write(jpeg, 0, 2);
    several.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE2, 0, 8, 'M', 'P', 'F', 0, 0, 0});
    several.write(jpeg, 2, jpeg.length - 2);
    Path file = file("image.jpg", several.toByteArray());
    assertThatThrownBy(() -> AltTextFiles.write(file, MUG))
        .isInstanceOf(AltTextException.class)
        .hasMessageContaining("several images");
  }

  @Test
  void aTextThatDoesNotFitIsRefused() throws IOException {
    Path file = file("image.jpg", imageIo("jpg"));
    assertThatThrownBy(() -> AltTextFiles.write(file, MUG.withExtended("long ".repeat(14_000))))
        .isInstanceOf(AltTextException.class)
        .hasMessageContaining("a JPEG holds 65504 at most");
    assertThat(Files.readAllBytes(file)).isEqualTo(imageIo("jpg"));
  }

  /** Whatever bytes there are, the answer is a text or an error that names the file. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void brokenFilesAreErrors(String name, byte[] content) throws IOException {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 300; i++) {
      byte[] broken = Arrays.copyOf(content, content.length - random.nextInt(content.length / 2));
      for (int k = random.nextInt(6); k > 0; k--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      Path file = file(name, broken);
      try {
        AltTextFiles.write(file, MUG);
        assertThat(AltTextFiles.read(file, "en")).isEqualTo(Optional.of("a red mug"));
      } catch (AltTextException e) {
        assertThat(e).hasMessageContaining(name);
        assertThat(Files.readAllBytes(file)).isEqualTo(broken);
      }
    }
  }

  @Test
  void partsOfATextAreChecked() {
    assertThatThrownBy(() -> AltText.of(" ", "en", "jclip"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text: expected words");
    assertThatThrownBy(() -> AltText.of("a mug", "en us", "jclip"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("language", "BCP 47", "en us");
  }
}

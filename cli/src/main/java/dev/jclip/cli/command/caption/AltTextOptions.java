package dev.jclip.cli.command.caption;

import dev.jclip.Clip;
import dev.jclip.captioning.alttext.AltText;
import dev.jclip.captioning.alttext.AltTextException;
import dev.jclip.captioning.alttext.AltTextFiles;
import dev.jclip.captioning.alttext.AltTextFiles.Outcome;
import dev.jclip.captioning.reading.Tesseract;
import dev.jclip.captioning.reading.TextReader;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.cli.output.Version;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where captions are written as alternative texts. */
@OptionSection("Alternative texts")
final class AltTextOptions {
  @Option(
      names = "--for",
      paramLabel = "alt|long|search",
      description =
          "Check the captions, and put them into words for a purpose: alt, an alternative text of 250 characters at most, of 125 if there is one; long, as many sentences as there are captions (--count) that say something of their own; search, keywords.")
  private @Nullable Purpose purpose;

  @Option(
      names = "--write",
      description =
          "Write each caption that needs no person into its JPEG, PNG or WebP, as IPTC's alternative text in XMP. No pixel changes, and a person's text is kept.")
  private boolean write;

  @Option(
      names = "--sidecar",
      description = "The same, into a file beside each image: photo.jpg.xmp.")
  private boolean sidecar;

  @Option(
      names = "--language",
      paramLabel = "TAG",
      defaultValue = "en",
      description = "The captions' language, a BCP 47 tag. Default: ${DEFAULT-VALUE}.")
  private String language = "en";

  @Option(
      names = "--ocr",
      paramLabel = "LANGUAGES",
      description =
          "Read the text that stands in images, by the program tesseract, which must be installed, and quote it word for word. Its names of the languages: eng, or several, such as eng+deu.")
  private @Nullable String ocr;

  /**
   * What reads the text that stands in images.
   *
   * @throws dev.jclip.captioning.reading.ReadingException if Tesseract is wanted and not installed
   */
  TextReader reader() {
    return ocr == null ? TextReader.NONE : Tesseract.find("tesseract", ocr);
  }

  /** Whether captions become more than what the model gives. */
  boolean isUsed() {
    return writes() || reads() || purpose != null;
  }

  boolean reads() {
    return ocr != null;
  }

  /** What captions are for, if it was said. */
  Optional<Purpose> purpose() {
    return Optional.ofNullable(purpose);
  }

  /** The captions' language, a BCP 47 tag. */
  String language() {
    return language;
  }

  boolean writes() {
    return write || sidecar;
  }

  /** Refuses options that contradict each other. */
  void require() {
    if (writes() && purpose == Purpose.SEARCH) {
      throw new IllegalArgumentException(
          "--write, --sidecar: expected --for alt or long, found search, whose words are no sentence");
    }
  }

  /**
   * Writes a caption, for the purpose of a longer description that one too, and says what became of
   * it.
   *
   * @throws AltTextException if it is too long, or cannot be written
   */
  Outcome write(Clip clip, Path image, Described described) {
    String words = described.alternative();
    if (words.length() > AltText.LONGEST) {
      throw new AltTextException(
          "%s: expected a text of %d characters at most, found %d; lower --max-length"
              .formatted(image, AltText.LONGEST, words.length()));
    }
    AltText alone = AltText.of(words, language, "jclip " + Version.NAME + ", model " + clip.name());
    AltText text = purpose == Purpose.LONG ? alone.withExtended(purpose.words(described)) : alone;
    return sidecar ? AltTextFiles.writeSidecar(image, text) : AltTextFiles.write(image, text);
  }
}

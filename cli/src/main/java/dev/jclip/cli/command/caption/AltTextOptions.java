package dev.jclip.cli.command.caption;

import dev.jclip.Clip;
import dev.jclip.captioning.alttext.AltText;
import dev.jclip.captioning.alttext.AltTextException;
import dev.jclip.captioning.alttext.AltTextFiles;
import dev.jclip.captioning.alttext.AltTextFiles.Outcome;
import dev.jclip.captioning.alttext.AltTextStyle;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.cli.output.Version;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where captions are written as alternative texts. */
@OptionSection("Alternative texts")
final class AltTextOptions {
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

  boolean writes() {
    return write || sidecar;
  }

  /**
   * Writes a caption, and says what became of it.
   *
   * @throws AltTextException if it is too long, or cannot be written
   */
  Outcome write(Clip clip, Path image, String caption) {
    String words = AltTextStyle.of(caption);
    if (words.length() > AltText.LONGEST) {
      throw new AltTextException(
          "%s: expected a text of %d characters at most, found %d; lower --max-length"
              .formatted(image, AltText.LONGEST, words.length()));
    }
    AltText text = AltText.of(words, language, "jclip " + Version.NAME + ", model " + clip.name());
    return sidecar ? AltTextFiles.writeSidecar(image, text) : AltTextFiles.write(image, text);
  }
}

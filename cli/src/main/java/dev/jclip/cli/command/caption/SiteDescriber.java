package dev.jclip.cli.command.caption;

import dev.jclip.Captioner;
import dev.jclip.Captioner.Caption;
import dev.jclip.Clip;
import dev.jclip.captioning.reading.TextReader;
import dev.jclip.captioning.site.Describer;
import dev.jclip.captioning.wording.Keywords;
import dev.jclip.image.RgbImage;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Describes a site's images. The words around an image choose between captions that the image
 * supports equally, and give none of their own to it. For one thread.
 */
record SiteDescriber(Clip clip, Captioner captioner, CaptionChecks checks, TextReader reader)
    implements Describer {
  @Override
  public Words describe(Path file, String context) {
    RgbImage image = clip.decode(file);
    List<String> captions =
        captioner.captions(image).stream()
            .map(Caption::text)
            .sorted(
                Comparator.comparingInt((String caption) -> Keywords.shared(caption, context))
                    .reversed())
            .toList();
    Described described =
        checks
            .of(clip.encodeImage(image), Purpose.ALT.ordered(captions))
            .withLines(reader.read(image));
    return new Words(
        described.alternative(),
        described.checked().confidence(),
        new Worded(Purpose.ALT, described).doubt());
  }
}

package dev.jclip.cli.command.caption;

import dev.jclip.captioning.alttext.AltText;
import dev.jclip.captioning.alttext.AltTextStyle;
import dev.jclip.captioning.wording.Keywords;
import dev.jclip.captioning.wording.LongDescription;
import java.util.Comparator;
import java.util.List;

/** What captions are for. */
enum Purpose {
  /** An alternative text: one sentence, not too long. */
  ALT,
  /**
   * A longer description, of as many sentences as say something of their own. The first is an
   * alternative text.
   */
  LONG,
  /** Words by which the image is found. */
  SEARCH;

  /** Captions with those first that suit the purpose best; of equally good ones the order stays. */
  List<String> ordered(List<String> captions) {
    return switch (this) {
      case ALT, LONG -> shortFirst(captions);
      case SEARCH -> captions;
    };
  }

  /**
   * The text for this purpose.
   *
   * @param captions all true of the image as far as it is known, the best first; one or more
   */
  String words(List<String> captions) {
    return switch (this) {
      case ALT -> AltTextStyle.of(captions.getFirst());
      case LONG -> LongDescription.of(captions);
      case SEARCH -> String.join(", ", Keywords.of(captions));
    };
  }

  private static List<String> shortFirst(List<String> captions) {
    return captions.stream()
        .sorted(
            Comparator.comparing((String caption) -> length(caption) > AltText.LONGEST)
                .thenComparing(caption -> length(caption) > AltText.WANTED))
        .toList();
  }

  private static int length(String caption) {
    return AltTextStyle.of(caption).length();
  }
}

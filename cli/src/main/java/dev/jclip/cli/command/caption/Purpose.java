package dev.jclip.cli.command.caption;

import dev.jclip.captioning.alttext.AltText;
import dev.jclip.captioning.alttext.AltTextStyle;
import dev.jclip.captioning.wording.Keywords;
import dev.jclip.captioning.wording.LongDescription;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

  /** The text for this purpose. */
  String words(Described described) {
    return switch (this) {
      case ALT -> described.alternative();
      case LONG -> described.quoting(LongDescription.of(described.captions()));
      case SEARCH -> String.join(", ", keywords(described));
    };
  }

  private static List<String> keywords(Described described) {
    return Keywords.of(
        Stream.concat(described.captions().stream(), described.lines().stream()).toList());
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

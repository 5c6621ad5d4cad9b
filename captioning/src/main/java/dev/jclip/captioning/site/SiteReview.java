package dev.jclip.captioning.site;

import dev.jclip.captioning.site.Describer.Words;
import dev.jclip.captioning.site.Proposal.Kind;
import dev.jclip.error.ClipException;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks through a site's pages for images without an alternative text, and changes nothing. For one
 * thread.
 */
public final class SiteReview {
  private final Site site;
  private final Describer describer;

  /** An image that was described already, in the same surroundings: logos stand on each page. */
  private record Described(Path file, String context) {}

  private final Map<Described, Words> known = new HashMap<>();

  /** Takes what is looked through, and who describes. */
  public SiteReview(Site site, Describer describer) {
    this.site = site;
    this.describer = describer;
  }

  /**
   * A proposal for each image without an {@code alt} attribute, by page and place.
   *
   * @param failures receives a sentence for each page that cannot be read; the others are done all
   *     the same
   */
  public List<Proposal> proposals(Consumer<String> failures) {
    return proposals(site.pages(), failures);
  }

  /** The same for some of the site's pages, relative to its folder. */
  public List<Proposal> proposals(List<Path> pages, Consumer<String> failures) {
    var proposals = new ArrayList<Proposal>();
    for (Path page : pages) {
      try {
        proposals.addAll(proposals(page));
      } catch (DataException e) {
        failures.accept(e.getMessage());
      }
    }
    return proposals;
  }

  private List<Proposal> proposals(Path page) {
    PageText text = read(site.folder().resolve(page));
    return PageImages.of(text.text()).stream().map(image -> proposal(page, text, image)).toList();
  }

  /** Reads a page. */
  static PageText read(Path page) {
    try {
      return PageText.of(Files.readAllBytes(page))
          .orElseThrow(
              () ->
                  new DataException(
                      page + ": is not in the encoding that it declares; it was left as it is"));
    } catch (IOException e) {
      throw new DataException(page + ": cannot be read: " + IoReason.of(e), e);
    }
  }

  private Proposal proposal(Path page, PageText text, PageImage image) {
    return switch (image.use()) {
      case HIDDEN ->
          proposal(
              page,
              text,
              image,
              Kind.DECORATION,
              new Words("", 1, "the page hides it, or it is too small to be seen"));
      case BESIDE_TEXT ->
          proposal(
              page,
              text,
              image,
              Kind.DECORATION,
              new Words("", 1, "it stands in a link or button that has text"));
      case NAMED ->
          proposal(
              page, text, image, Kind.NOTHING, new Words("", 0, "aria-label names it already"));
      case MALFORMED ->
          proposal(page, text, image, Kind.NOTHING, new Words("", 0, "its tag is malformed"));
      case CONTENT -> described(page, text, image, "");
      case ALONE_IN_LINK ->
          described(
              page,
              text,
              image,
              "it is all that its link or button has: say where that leads, or what it does");
    };
  }

  /** Proposes a description, with a note for whoever reviews it. */
  private Proposal described(Path page, PageText text, PageImage image, String note) {
    Optional<Path> file = site.file(page, image.source());
    if (file.isEmpty()) {
      return proposal(
          page,
          text,
          image,
          Kind.NOTHING,
          new Words("", 0, "its file is not in the site's folder"));
    }
    try {
      Words words =
          known.computeIfAbsent(
              new Described(file.get(), image.context()),
              key -> describer.describe(key.file(), key.context()));
      return words.doubt().isEmpty()
          ? proposal(
              page, text, image, Kind.TEXT, new Words(words.text(), words.confidence(), note))
          : proposal(page, text, image, Kind.PERSON, words);
    } catch (ClipException e) {
      return proposal(
          page, text, image, Kind.NOTHING, new Words("", 0, String.valueOf(e.getMessage())));
    }
  }

  private static Proposal proposal(
      Path page, PageText text, PageImage image, Kind kind, Words words) {
    return new Proposal(
        page,
        text.digest(),
        image.place(),
        image.line(),
        image.source(),
        kind,
        words.text(),
        words.confidence(),
        words.doubt(),
        image.context());
  }
}

package dev.jclip.captioning.site;

import dev.jclip.captioning.site.PageImage.Use;
import dev.jclip.captioning.site.Proposal.Kind;
import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.charset.CharsetEncoder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes accepted proposals into a site's pages: those of the kinds {@code TEXT} and {@code
 * DECORATION}. A page is replaced as a whole, or stays as it is. For one thread.
 */
public final class SiteEdit {
  private final Site site;

  /** Takes the site. */
  public SiteEdit(Site site) {
    this.site = site;
  }

  /**
   * Writes proposals, and leaves alone each page that has changed since they were made.
   *
   * @param failures receives a sentence for each page that was left alone
   * @return how many images have an alternative text now
   */
  public int apply(Collection<Proposal> proposals, Consumer<String> failures) {
    Map<Path, List<Proposal>> accepted =
        proposals.stream()
            .filter(proposal -> proposal.kind() == Kind.TEXT || proposal.kind() == Kind.DECORATION)
            .collect(Collectors.groupingBy(Proposal::page, TreeMap::new, Collectors.toList()));
    int written = 0;
    for (Map.Entry<Path, List<Proposal>> page : accepted.entrySet()) {
      try {
        apply(page.getKey(), page.getValue());
        written += page.getValue().size();
      } catch (DataException e) {
        failures.accept(e.getMessage());
      }
    }
    return written;
  }

  private void apply(Path page, List<Proposal> proposals) {
    Path file = site.folder().resolve(page).normalize();
    if (!file.startsWith(site.folder())) {
      throw new DataException(page + ": lies outside the site's folder");
    }
    PageText before = SiteReview.read(file);
    var edited = new StringBuilder(before.text());
    Map<Integer, PageImage> images =
        PageImages.of(before.text()).stream()
            .collect(Collectors.toMap(PageImage::place, image -> image));
    Set<Integer> places = new HashSet<>();
    CharsetEncoder encoder = before.charset().newEncoder();
    for (Proposal proposal : fromTheEnd(proposals)) {
      @Nullable PageImage image = images.get(proposal.place());
      if (!proposal.digest().equals(before.digest())
          || image == null
          || image.use() == Use.MALFORMED) {
        throw new DataException(
            page + ": has changed since its proposals were made; make them again");
      }
      if (!places.add(proposal.place())) {
        throw new DataException(
            "%s: expected one proposal for the image in line %d, found several"
                .formatted(page, proposal.line()));
      }
      edited.insert(
          proposal.place() + 1 + image.tag().length(),
          " alt=\"" + attribute(proposal.text(), encoder) + '"');
    }
    try {
      AtomicFile.tryWrite(file, edited.toString().getBytes(before.charset()));
    } catch (IOException e) {
      throw new DataException(page + ": cannot be written: " + IoReason.of(e), e);
    }
  }

  /** So that an insertion moves none that follows. */
  private static List<Proposal> fromTheEnd(List<Proposal> proposals) {
    return proposals.stream().sorted(Comparator.comparingInt(Proposal::place).reversed()).toList();
  }

  /**
   * A text as the value of an attribute; what the page's encoding lacks is written as its number.
   */
  private static String attribute(String text, CharsetEncoder encoder) {
    var value = new StringBuilder();
    text.strip()
        .codePoints()
        .forEach(
            point -> {
              String character = Character.toString(point);
              if (point == '&'
                  || point == '"'
                  || point == '<'
                  || point == '>'
                  || !encoder.canEncode(character)) {
                value.append("&#").append(point).append(';');
              } else {
                value.append(Character.isISOControl(point) ? " " : character);
              }
            });
    return value.toString();
  }
}

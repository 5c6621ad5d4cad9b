package dev.jclip.cli.command.caption;

import dev.jclip.captioning.site.Proposal;
import dev.jclip.captioning.site.Proposal.Kind;
import dev.jclip.captioning.site.Site;
import dev.jclip.cli.output.GradualFile;
import dev.jclip.cli.output.Html;
import dev.jclip.cli.output.Preview;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page that shows each image of a site that has no alternative text, with the one that is
 * proposed: one file that loads nothing. For one thread.
 */
final class SiteReport {
  private final Site site;
  private final Function<Path, RgbImage> decoder;

  /** Small copies by file; a logo is on each page. */
  private final Map<Path, Optional<String>> previews = new HashMap<>();

  /** Takes what decodes an image's file, or throws an {@link ImageException}. */
  SiteReport(Site site, Function<Path, RgbImage> decoder) {
    this.site = site;
    this.decoder = decoder;
  }

  void write(Path file, List<Proposal> proposals) {
    try (var page = new GradualFile(file)) {
      page.write(
          Html.resource(SiteReport.class, "site-report-head.html")
              .replace("{{site}}", Html.escaped(String.valueOf(site.folder().getFileName())))
              .replace("{{counts}}", Html.escaped(counts(proposals))));
      for (Proposal proposal : proposals) {
        page.write(row(proposal));
      }
      page.write(Html.resource(SiteReport.class, "site-report-foot.html"));
      page.finish();
    }
  }

  private static String counts(List<Proposal> proposals) {
    return Stream.of(Kind.values())
        .map(
            kind ->
                "%d %s"
                    .formatted(
                        proposals.stream().filter(proposal -> proposal.kind() == kind).count(),
                        name(kind)))
        .collect(Collectors.joining(", "));
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case TEXT -> "described";
      case DECORATION -> "decoration";
      case PERSON -> "for a person";
      case NOTHING -> "left alone";
    };
  }

  private String row(Proposal proposal) {
    return """
        <tr class="%s"><td>%s</td><td>%s, line %d<br><small>%s</small></td><td>none</td><td>%s</td><td>%s</td><td>%s</td><td><small>%s</small></td></tr>
        """
        .formatted(
            proposal.kind().name().toLowerCase(Locale.ROOT),
            picture(proposal),
            Html.escaped(proposal.page().toString()),
            proposal.line(),
            Html.escaped(proposal.source()),
            text(proposal),
            confidence(proposal),
            Html.escaped(proposal.reason()),
            Html.escaped(proposal.context()));
  }

  private static String text(Proposal proposal) {
    return switch (proposal.kind()) {
      case TEXT, PERSON -> Html.escaped(proposal.text());
      case DECORATION -> "<i>empty: decoration</i>";
      case NOTHING -> "<i>nothing is proposed</i>";
    };
  }

  private static String confidence(Proposal proposal) {
    boolean hasText = proposal.kind() == Kind.TEXT || proposal.kind() == Kind.PERSON;
    return hasText ? String.format(Locale.ROOT, "%.0f %%", 100 * proposal.confidence()) : "";
  }

  private String picture(Proposal proposal) {
    return site.file(proposal.page(), proposal.source())
        .flatMap(file -> previews.computeIfAbsent(file, this::preview))
        .map("<img alt=\"\" src=\"%s\">"::formatted)
        .orElse("");
  }

  private Optional<String> preview(Path file) {
    try {
      return Optional.of(Preview.address(Preview.of(decoder.apply(file))));
    } catch (ImageException e) {
      return Optional.empty(); // the reason says that it cannot be read
    }
  }
}

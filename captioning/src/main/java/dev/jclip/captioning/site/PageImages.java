package dev.jclip.captioning.site;

import dev.jclip.captioning.site.PageImage.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;

/**
 * The images of a page without an {@code alt} attribute: {@code img} (with its {@code srcset} and
 * {@code picture}) and {@code input} of the type {@code image}. Backgrounds of style sheets are
 * decoration by definition and left alone.
 */
final class PageImages {
  /** How much of the text around an image is taken as its context. */
  private static final int LONGEST_CONTEXT = 400;

  /** Up to this width or height an image is a spacer or a counter. */
  private static final int SPACER = 3;

  private static final int MOST_ERRORS = 10_000;

  private final String text;
  private final Document document;
  private final List<ParseError> errors;

  private PageImages(String text) {
    this.text = text;
    Parser parser = Parser.htmlParser().setTrackPosition(true).setTrackErrors(MOST_ERRORS);
    this.document = parser.parseInput(text, "");
    this.errors = parser.getErrors();
  }

  /** The images of a page that have no {@code alt} attribute, in the page's order. */
  static List<PageImage> of(String page) {
    return new PageImages(page).images();
  }

  private List<PageImage> images() {
    var images = new ArrayList<PageImage>();
    for (Element element : document.select("img:not([alt]), input[type=image]:not([alt])")) {
      images.add(image(element));
    }
    images.sort(Comparator.comparingInt(PageImage::place));
    return images;
  }

  private PageImage image(Element element) {
    int from = element.sourceRange().startPos();
    int to = element.sourceRange().endPos();
    return new PageImage(
        from,
        element.sourceRange().start().lineNumber(),
        element.tagName(),
        source(element),
        isWellFormed(element, from, to) ? use(element) : Use.MALFORMED,
        context(element));
  }

  private boolean isWellFormed(Element element, int from, int to) {
    String start = "<" + element.tagName();
    return from >= 0
        && to <= text.length()
        && to > from
        && text.regionMatches(true, from, start, 0, start.length())
        && text.charAt(to - 1) == '>'
        && errors.stream()
            .noneMatch(error -> error.getPosition() > from && error.getPosition() <= to);
  }

  /** The address of the image itself, or of the largest of its sizes where it has no other. */
  private static String source(Element element) {
    String source = element.attr("src").strip();
    if (!source.isEmpty() && !source.startsWith("data:")) {
      return source;
    }
    for (String lazy : List.of("data-src", "data-original", "data-lazy-src")) {
      if (element.hasAttr(lazy)) {
        return element.attr(lazy).strip();
      }
    }
    return Stream.concat(
            Stream.of(element.attr("srcset"), element.attr("data-srcset")),
            picture(element).map(other -> other.attr("srcset")))
        .filter(set -> !set.isBlank())
        .map(PageImages::largest)
        .findFirst()
        .orElse(source);
  }

  private static Stream<Element> picture(Element element) {
    Element parent = element.parent();
    return parent != null && parent.nameIs("picture")
        ? parent.children().stream().filter(child -> child.nameIs("source"))
        : Stream.empty();
  }

  /** Of {@code a.jpg 320w, b.jpg 640w} the second. */
  private static String largest(String set) {
    return Arrays.stream(set.split(",\\s+"))
        .map(candidate -> candidate.strip().split("\\s+"))
        .max(Comparator.comparingDouble(PageImages::size))
        .orElseThrow()[0];
  }

  private static double size(String[] candidate) {
    if (candidate.length < 2) {
      return 1;
    }
    try {
      return Double.parseDouble(candidate[1].substring(0, candidate[1].length() - 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Use use(Element element) {
    String role = element.attr("role").toLowerCase(Locale.ROOT);
    if (role.equals("presentation")
        || role.equals("none")
        || isHidden(element)
        || isSpacer(element)) {
      return Use.HIDDEN;
    }
    if (!element.attr("aria-label").isBlank() || !element.attr("aria-labelledby").isBlank()) {
      return Use.NAMED;
    }
    Element link = element.closest("a[href], button");
    if (link == null) {
      return element.nameIs("input") ? Use.ALONE_IN_LINK : Use.CONTENT;
    }
    return link.text().isBlank() ? Use.ALONE_IN_LINK : Use.BESIDE_TEXT;
  }

  private static boolean isHidden(Element element) {
    return element.closest("[aria-hidden=true], [hidden]") != null;
  }

  private static boolean isSpacer(Element element) {
    return isTiny(element.attr("width")) || isTiny(element.attr("height"));
  }

  private static boolean isTiny(String length) {
    return length.strip().matches("\\d{1,9}(px)?")
        && Integer.parseInt(length.strip().replace("px", "")) <= SPACER;
  }

  private String context(Element element) {
    Element figure = element.closest("figure");
    Element link = element.closest("a, button");
    Element block = element.closest("p, li, td, th, figure, section, article, div");
    return Stream.of(
            figure == null ? "" : figure.select("figcaption").text(),
            link == null ? "" : link.text(),
            element.attr("title"),
            block == null ? "" : block.text(),
            heading(element),
            document.title())
        .filter(words -> !words.isBlank())
        .distinct()
        .collect(Collectors.collectingAndThen(Collectors.joining("; "), PageImages::shortened));
  }

  private static String shortened(String words) {
    if (words.length() <= LONGEST_CONTEXT) {
      return words;
    }
    int end = words.lastIndexOf(' ', LONGEST_CONTEXT);
    return words.substring(0, end < 0 ? LONGEST_CONTEXT : end);
  }

  /** The last heading before the element. */
  private String heading(Element element) {
    int place = element.sourceRange().startPos();
    return document.select("h1, h2, h3, h4, h5, h6").stream()
        .filter(heading -> heading.sourceRange().startPos() < place)
        .reduce((earlier, later) -> later)
        .map(Element::text)
        .orElse("");
  }
}

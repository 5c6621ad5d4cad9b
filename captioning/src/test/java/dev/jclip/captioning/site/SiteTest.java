package dev.jclip.captioning.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.captioning.site.Describer.Words;
import dev.jclip.captioning.site.Proposal.Kind;
import dev.jclip.error.DataException;
import dev.jclip.error.ImageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
  @TempDir private Path folder;
  private final List<String> failures = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void makeImages() throws IOException {
    Files.createDirectories(folder.resolve("img"));
    for (String name :
        new String[] {"mug.jpg", "big mug.jpg", "logo.png", "doubt.png", "broken.png"}) {
      Files.write(folder.resolve("img").resolve(name), new byte[] {1});
    }
  }

  private Words describe(Path image, String context) {
    asked.add(image.getFileName() + ": " + context);
    return switch (image.getFileName().toString()) {
      case "broken.png" -> throw new ImageException(image + ": is no image");
      case "doubt.png" -> new Words("a thing", 0.3, "the colour is not sure");
      default -> new Words("a \"red\" mug & <cup> \u00e9 \u6f22", 0.9, "");
    };
  }

  private Path page(String name, String html) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, html);
  }

  private List<Proposal> proposals() {
    return new SiteReview(Site.open(folder), this::describe).proposals(failures::add);
  }

  private String applied(Path page) throws IOException {
    new SiteEdit(Site.open(folder)).apply(proposals(), failures::add);
    return Files.readString(page);
  }

  @Test
  void fillsWhatIsMissingAndNothingElse() throws IOException {
    Path page =
        page(
            "a/index.html",
            "<!DOCTYPE html>\r\n<HTML><body class='x'  ><IMG\n  SRC='../img/mug.jpg' ><img src=/img/mug.jpg alt=''>"
                + "<img src=/img/mug.jpg alt=\"Tom's\"/>\t<p>unclosed &eacute; &amp;<br/></body>");
    assertThat(applied(page))
        .isEqualTo(
            "<!DOCTYPE html>\r\n<HTML><body class='x'  ><IMG alt=\"a &#34;red&#34; mug &#38; &#60;cup&#62; \u00e9 \u6f22\"\n"
                + "  SRC='../img/mug.jpg' ><img src=/img/mug.jpg alt=''>"
                + "<img src=/img/mug.jpg alt=\"Tom's\"/>\t<p>unclosed &eacute; &amp;<br/></body>");
    assertThat(failures).isEmpty();
    assertThat(proposals()).isEmpty();
  }

  @Test
  void reviewChangesNothing() throws IOException {
    Path page = page("index.html", "<img src=img/mug.jpg>");
    assertThat(proposals()).hasSize(1);
    assertThat(page).hasContent("<img src=img/mug.jpg>");
  }

  @Test
  void tellsWhatImagesAreFor() throws IOException {
    page(
        "index.html",
        """
        <img src="img/mug.jpg">
        <img src="img/mug.jpg" role="presentation">
        <div aria-hidden="true"><img src="img/mug.jpg"></div>
        <img src="img/mug.jpg" width="1" height="1">
        <a href="/x"><img src="img/logo.png"> Home</a>
        <a href="/x"><img src="img/logo.png"></a>
        <img src="img/mug.jpg" aria-label="a mug">
        <img src="img/doubt.png">
        <img src="img/broken.png">
        <img src="https://example.org/a.jpg">
        <img src="../outside.jpg">
        <img src="img/nowhere.jpg">
        <img>
        <input type="image" src="img/mug.jpg">
        <img src="img/mug.jpg" src="img/logo.png">
        """);
    assertThat(proposals())
        .extracting(Proposal::kind)
        .containsExactly(
            Kind.TEXT,
            Kind.DECORATION,
            Kind.DECORATION,
            Kind.DECORATION,
            Kind.DECORATION,
            Kind.TEXT,
            Kind.NOTHING,
            Kind.PERSON,
            Kind.NOTHING,
            Kind.NOTHING,
            Kind.NOTHING,
            Kind.NOTHING,
            Kind.NOTHING,
            Kind.TEXT,
            Kind.NOTHING);
    assertThat(proposals().get(0).reason()).isEmpty();
    assertThat(proposals().get(5).reason()).contains("say where that leads");
    assertThat(proposals().get(13).reason()).contains("say where that leads");
    assertThat(proposals().get(7).reason()).isEqualTo("the colour is not sure");
    assertThat(proposals().get(8).reason()).contains("is no image");
    assertThat(proposals().get(14).reason()).contains("malformed");
    assertThat(proposals()).extracting(Proposal::line).startsWith(1, 2, 3, 4, 5);
  }

  @Test
  void takesTheLargestOfSeveralSizes() throws IOException {
    page(
        "index.html",
        """
        <img srcset="img/logo.png 100w, img/mug.jpg 300w, img/doubt.png 200w">
        <picture><source srcset="img/mug.jpg"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></picture>
        <img data-src="img/big%20mug.jpg?v=3#x" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
        """);
    assertThat(proposals()).extracting(Proposal::kind).containsOnly(Kind.TEXT);
    assertThat(asked)
        .extracting(words -> words.split(":", -1)[0])
        .containsExactly("mug.jpg", "big mug.jpg");
  }

  @Test
  void takesTheWordsAroundAnImage() throws IOException {
    page(
        "index.html",
        "<title>Shop</title><h1>Mugs</h1><figure><img src=img/mug.jpg><figcaption>Our best</figcaption></figure>");
    proposals();
    assertThat(asked).containsExactly("mug.jpg: Our best; Mugs; Shop");
  }

  @Test
  void keepsThePagesEncoding() throws IOException {
    Charset latin = StandardCharsets.ISO_8859_1;
    Path page = page("index.html", "");
    Files.write(
        page, "<meta charset=ISO-8859-1><p>\u00fc</p><img src=img/mug.jpg>".getBytes(latin));
    new SiteEdit(Site.open(folder)).apply(proposals(), failures::add);
    assertThat(Files.readString(page, latin))
        .startsWith("<meta charset=ISO-8859-1><p>\u00fc</p><img alt=\"")
        .contains("\u00e9 &#28450;\" src");
  }

  @Test
  void aPageThatChangedIsLeftAlone() throws IOException {
    Path page = page("index.html", "<img src=img/mug.jpg>");
    List<Proposal> proposals = proposals();
    Files.writeString(page, "<!-- --><img src=img/mug.jpg>");
    assertThat(new SiteEdit(Site.open(folder)).apply(proposals, failures::add)).isZero();
    assertThat(failures).singleElement().asString().contains("index.html", "has changed since");
    assertThat(page).hasContent("<!-- --><img src=img/mug.jpg>");
  }

  @Test
  void aTableIsReadAsItWasWritten() throws IOException {
    page("a/b.html", "<h1>\"Mugs\", all</h1><img src=../img/mug.jpg><img src=../img/doubt.png>");
    Path table = folder.resolve("review.csv");
    List<Proposal> proposals = proposals();
    ReviewFile.write(table, proposals);
    assertThat(ReviewFile.read(table)).isEqualTo(proposals);
  }

  @Test
  void rowsThatCannotBeReadAreNamed() throws IOException {
    page("a.html", "<img src=img/mug.jpg>");
    Path table = folder.resolve("review.csv");
    ReviewFile.write(table, proposals());
    Files.writeString(table, Files.readString(table).replace(",text,", ",txt,"));
    assertThatThrownBy(() -> ReviewFile.read(table))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("review.csv, row 2", "kind", "txt");
    Files.writeString(table, "page,alt\r\na.html,b\r\n");
    assertThatThrownBy(() -> ReviewFile.read(table))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found no line");
  }

  @Test
  void aRowCannotLeadOutOfTheFolder() throws IOException {
    Path outside = Files.writeString(folder.resolve("out.html"), "<img src=a.jpg>");
    Path site = Files.createDirectories(folder.resolve("site"));
    Proposal proposal =
        new Proposal(Path.of("../out.html"), "", 0, 1, "a.jpg", Kind.TEXT, "a mug", 1, "", "");
    new SiteEdit(Site.open(site)).apply(List.of(proposal), failures::add);
    assertThat(failures).singleElement().asString().contains("outside");
    assertThat(outside).hasContent("<img src=a.jpg>");
  }

  /**
   * Pages of random parts: with every text that was filled in taken out again, each is what it was.
   */
  @Test
  void threeHundredPages() throws IOException {
    String[] parts = {
      "<img src='img/mug.jpg'>",
      "<IMG SRC=\"/img/mug.jpg\" class=big />",
      "<img alt src=img/mug.jpg>",
      "<img src=img/mug.jpg alt=\"a > b\" title='x'>",
      "<img src=img/mug.jpg ALT='\u6f22 &lt;'>",
      "<!-- <img src=img/mug.jpg> -->",
      "<script>var a = '<img src=img/mug.jpg>';</script>",
      "<textarea><img src=img/mug.jpg></textarea>",
      "<style>.a { background: url(img/mug.jpg) }</style>",
      "<svg><image href=img/mug.jpg /></svg>",
      "<p>text \u00e9\r\n<b>unclosed",
      "</div></p>",
      "<table><img src=img/mug.jpg><tr><td>a</table>",
      "<noscript><img src=img/mug.jpg></noscript>",
      "&nbsp;&bogus;\u0000\t",
      "<img src=img/mug.jpg",
      "<br/><hr>",
    };
    var random = new SplittableRandom(5);
    var pages = new HashMap<Path, String>();
    for (int i = 0; i < 300; i++) {
      var html = new StringBuilder("<!doctype html><meta charset=utf-8>");
      for (int k = random.nextInt(12); k >= 0; k--) {
        html.append(parts[random.nextInt(parts.length)]);
      }
      pages.put(page("page" + i + ".html", html.toString()), html.toString());
    }
    int written = new SiteEdit(Site.open(folder)).apply(proposals(), failures::add);
    assertThat(failures).isEmpty();
    assertThat(written).isGreaterThan(300);
    String filled = " alt=\"a &#34;red&#34; mug &#38; &#60;cup&#62; \u00e9 \u6f22\"";
    int found = 0;
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      String after = Files.readString(page.getKey());
      assertThat(after.replace(filled, "")).isEqualTo(page.getValue());
      found += (after.length() - page.getValue().length()) / filled.length();
    }
    assertThat(found).isEqualTo(written);
  }
}

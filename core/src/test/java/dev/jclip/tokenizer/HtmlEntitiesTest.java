package dev.jclip.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlEntitiesTest {
  /** Expected values are those of Python's html.unescape. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "&lt;b&gt;|<b>",
        "&amp;lt;|&lt;",
        "AT&T|AT&T",
        "&ampersand|&ersand",
        "&AMP|&",
        "&notit;|¬it;",
        "&notin;|∉",
        "&notin|¬in",
        "&nGtv;|≫̸",
        "&CounterClockwiseContourIntegral;|∳",
        "&CounterClockwiseContourIntegral|&CounterClockwiseContourIntegral",
        "&#65&#x42;&#X43|ABC",
        "&#128;&#x9F;&#150|€Ÿ–",
        "&#0;&#xD800;&#x110000;&#99999999999999;|����",
        "a&#1;&#xfdd0;&#x1ffff;&#x7f;b|ab",
        "&#;&#x;&#xg;&;&|&#;&#x;&#xg;&;&",
        "&#٣;|&#٣;",
        "&eacute&eacute;&Eacutex|ééÉx",
        "&EACUTE;|&EACUTE;",
      })
  void unescapesAsTheStandardParsesText(String text, String expected) {
    assertThat(HtmlEntities.unescape(text)).isEqualTo(expected);
  }

  /** Expected values are those of ftfy's unescape_html. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "&lt;tag&gt;|<tag>",
        "&ampersand &amp|&ampersand &amp",
        "P&EACUTE;REZ BUNDESSTRA&SZLIG;E|PÉREZ BUNDESSTRASSE",
        "&ntilde; &Ntilde; &NTILDE; &nTILDE;|ñ Ñ Ñ &nTILDE;",
        "&FRAC12; &HELLIP;|½ …",
        "&#65; &#x41; &#65|A A &#65",
        "&#59; &#x3b;|&#59; &#x3b;",
        "&#12ab;|&#12ab;",
        "&CounterClockwiseContourIntegral;|&CounterClockwiseContourIntegral;",
      })
  void unescapesStrictly(String text, String expected) {
    assertThat(HtmlEntities.unescapeStrictly(text)).isEqualTo(expected);
  }
}

package dev.jclip.tokenizer.sentencepiece;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies a character map as the normalizer {@code Precompiled} of Hugging Face's tokenizers does,
 * which differs from SentencePiece: a grapheme cluster of at most five bytes is replaced whole by
 * the replacement of the shortest rule at its beginning; in others, each character by itself.
 * Immutable.
 */
final class CharacterMapNormalizer implements UnaryOperator<String> {
  private static final int LONGEST_CLUSTER = 5;
  private static final Pattern CLUSTER = Pattern.compile("\\X");

  private final CharacterMap map;

  CharacterMapNormalizer(CharacterMap map) {
    this.map = map;
  }

  @Override
  public String apply(String text) {
    var out = new ByteText(text.length() + text.length() / 2);
    Matcher cluster = CLUSTER.matcher(text);
    while (cluster.find()) {
      write(cluster.group().getBytes(StandardCharsets.UTF_8), out);
    }
    return out.toString();
  }

  private void write(byte[] cluster, ByteText out) {
    if (cluster.length <= LONGEST_CLUSTER && replace(cluster, 0, cluster.length, out)) {
      return;
    }
    for (int start = 0, end; start < cluster.length; start = end) {
      end = start + Utf8.length(cluster, start);
      if (!replace(cluster, start, end, out)) {
        out.append(cluster, start, end);
      }
    }
  }

  private boolean replace(byte[] text, int from, int to, ByteText out) {
    CharacterMap.Rule rule = map.shortest(text, from, to);
    if (rule.length() == 0) {
      return false;
    }
    out.append(map.replacements(), rule.replacement(), map.end(rule));
    return true;
  }
}

package dev.jclip.captioning.wording;

import dev.jclip.captioning.claim.MentionParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes out of captions the words that an index finds an image by: things with their colours, and
 * then each word that says something by itself. For English; thread-safe.
 */
public final class Keywords {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");
  private static final MentionParser PARSER = MentionParser.english();
  private static final Set<String> STOP_WORDS = stopWords();

  private Keywords() {}

  private static Set<String> stopWords() {
    try (InputStream in =
        Objects.requireNonNull(Keywords.class.getResourceAsStream("english-stop-words.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The words of captions of one image.
   *
   * @param captions all true of the image
   * @return each once, in lower case and in the captions' order
   */
  public static List<String> of(List<String> captions) {
    Set<String> words = new LinkedHashSet<>();
    for (String caption : captions) {
      PARSER
          .mentions(caption)
          .things()
          .forEach(
              thing -> thing.colour().ifPresent(colour -> words.add(colour + " " + thing.name())));
    }
    captions.forEach(caption -> words.addAll(plain(caption)));
    return List.copyOf(words);
  }

  /**
   * How many words that say something by themselves two texts share.
   *
   * @param caption a caption
   * @param context what is written about the image
   */
  public static int shared(String caption, String context) {
    Set<String> shared = plain(caption);
    shared.retainAll(plain(context));
    return shared.size();
  }

  private static Set<String> plain(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .filter(word -> !STOP_WORDS.contains(word))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}

package dev.jclip.background;

import dev.jclip.io.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Phrases that nothing can show, and single things from everywhere in the world, of which a
 * collection of images shows few. What a model finds between them and an image is found by chance.
 */
public final class UnrelatedTexts {
  private static final String RESOURCE = "unrelated.txt";

  private UnrelatedTexts() {}

  /** The texts, some three hundred, always the same ones in the same order. */
  public static List<String> all() {
    try (InputStream in =
        Objects.requireNonNull(UnrelatedTexts.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return TextFile.items(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

import dev.jclip.Clip;
import dev.jclip.embed.Embeddings;
import java.nio.file.Path;
import java.util.Locale;

/** Prints how similar an image and a text are to the bundled model. */
public final class Similarity {
  private Similarity() {}

  public static void main(String[] args) {
    Path image = Path.of(args[0]);
    String text = args[1];
    try (Clip clip = Clip.load("bundled")) {
      double similarity = Embeddings.dot(clip.encodeImage(image), clip.encodeText(text));
      System.out.printf(Locale.ROOT, "%.2f  \"%s\"%n", similarity, text);
    }
  }
}

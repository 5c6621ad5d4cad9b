import dev.jclip.Clip
import dev.jclip.embed.Embeddings

try (Clip clip = Clip.load("bundled")) {
  double similarity = Embeddings.dot(clip.encodeImage(Path.of("../../docs/samples/red-bowl.png")), clip.encodeText("a red bowl"));
  System.out.printf(Locale.ROOT, "%.2f  \"%s\"%n", similarity, "a red bowl");
}
/exit

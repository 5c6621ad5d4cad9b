import dev.jclip.Clip
import dev.jclip.embed.Embeddings
import java.nio.file.Path
import java.util.Locale

/** Prints how similar an image and a text are to the bundled model. */
fun main(args: Array<String>) {
    val (image, text) = args
    Clip.load("bundled").use { clip ->
        val similarity = Embeddings.dot(clip.encodeImage(Path.of(image)), clip.encodeText(text))
        println("%.2f  \"%s\"".format(Locale.ROOT, similarity, text))
    }
}

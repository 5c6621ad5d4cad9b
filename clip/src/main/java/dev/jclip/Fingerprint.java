package dev.jclip;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.TowerPrecision;
import dev.jclip.digest.Sha256;
import dev.jclip.error.TokenizerException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.model.clip.TowerPart;
import dev.jclip.model.inference.ModelEncoder;
import java.util.List;
import java.util.function.Supplier;

/**
 * What makes a model's vectors, as one number. The weights are read once, when the first of the two
 * fingerprints is asked for. Safe for many threads.
 */
final class Fingerprint {
  /** Changes whenever the same model would get another number. */
  private static final String VERSION = "jclip-fingerprint-1";

  private static final String NO_TOKENIZER = "none";

  /** What gives vectors. */
  private static final List<TowerPart> TOWERS = List.of(TowerPart.IMAGE, TowerPart.TEXT);

  private static final String CAPTION_DECODER = "text_decoder.";

  private final ModelEncoder model;
  private final Supplier<Sha256> exact;

  Fingerprint(Clip clip, ModelEncoder model) {
    this.model = model;
    exact = new Lazy<>(() -> exact(clip, model));
  }

  /** SHA-256 in hexadecimal, of everything that changes a vector. */
  String ofVectors() {
    Sha256 digest = exact.get().copy();
    for (TowerPart part : TOWERS) {
      TowerPrecision precision = model.precision(part);
      if (!precision.equals(TowerPrecision.EXACT)) {
        digest.add(part + "=" + precision.outer() + precision.blocks());
      }
    }
    return digest.hex();
  }

  /** SHA-256 in hexadecimal, of what vectors mean: the same in every precision. */
  String ofSpace() {
    return exact.get().copy().hex();
  }

  /** The digest of all but the precision, which is only ever copied. */
  private static Sha256 exact(Clip clip, ModelEncoder model) {
    var digest =
        new Sha256()
            .add(VERSION)
            .add(describe(clip.config()))
            .add(describe(clip.preprocessing()))
            .add("upright=" + clip.decoding().applyExifOrientation())
            .add(tokenizer(clip));
    model.readWeights(weights -> weights.addTo(digest, name -> !name.startsWith(CAPTION_DECODER)));
    return digest;
  }

  /** The text that towers had when fingerprints began; a caption decoder changes no vector. */
  private static String describe(ClipConfig config) {
    return "ClipConfig[embedDim=%d, vision=%s, text=%s, logitBias=%s]"
        .formatted(config.embedDim(), config.vision(), config.text(), config.logitBias());
  }

  /** The text that preprocessing had when fingerprints began; what came later has its own. */
  private static String describe(PreprocessConfig pictures) {
    String crop = Integer.toString(Math.min(pictures.width(), pictures.height()));
    return "PreprocessConfig[width=%d, height=%d, %s, interpolation=%s, cropRounding=%s, mean=%s, std=%s, fillColor=%d]"
        .formatted(
            pictures.width(),
            pictures.height(),
            switch (pictures.resize()) {
              case Resize.Shortest(int edge) -> "resizeMode=SHORTEST, shortestEdge=" + edge;
              case Resize.Cover() -> "resizeMode=COVER, shortestEdge=" + crop;
              case Resize.Longest() -> "resizeMode=LONGEST, shortestEdge=" + crop;
              case Resize.Squash(int width, int height)
                  when width == pictures.width() && height == pictures.height() ->
                  "resizeMode=SQUASH, shortestEdge=" + crop;
              case Resize other -> "resize=" + other;
            },
            pictures.interpolation(),
            pictures.cropRounding(),
            pictures.mean(),
            pictures.std(),
            pictures.fillColor());
  }

  /** A model without a vocabulary still embeds images. */
  private static String tokenizer(Clip clip) {
    try {
      return clip.tokenizer().fingerprint();
    } catch (TokenizerException e) {
      return NO_TOKENIZER;
    }
  }
}

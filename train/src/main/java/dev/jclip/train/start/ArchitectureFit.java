package dev.jclip.train.start;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.VisionConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.tokenizer.Tokenizer;
import java.util.OptionalInt;

/**
 * What an architecture becomes in a run that begins with first weights. Immutable.
 *
 * @param contextLength tokens of a caption at most; the architecture's own, if empty
 * @param imageSize side of the images in pixels; the architecture's own, if empty
 * @param quickGelu whether both towers have QuickGELU, whatever the architecture says
 * @param logitBias whether the model learns a bias of its logits, also where the architecture has
 *     none
 */
public record ArchitectureFit(
    OptionalInt contextLength, OptionalInt imageSize, boolean quickGelu, boolean logitBias) {
  /** The architecture as it is, but for the vocabulary. */
  public static final ArchitectureFit UNCHANGED =
      new ArchitectureFit(OptionalInt.empty(), OptionalInt.empty(), false, false);

  /** An architecture with these changes, whose text tower reads the ids of a tokenizer. */
  public ClipConfig apply(ClipConfig config, Tokenizer tokenizer) {
    VisionConfig vision = config.vision();
    VisionConfig sized =
        imageSize.isPresent() ? vision.withImageSize(imageSize.getAsInt()) : vision;
    return new ClipConfig(
        config.embedDim(),
        quickGelu ? withQuickGelu(sized) : sized,
        text(config.text(), tokenizer),
        logitBias || config.logitBias(),
        config.decoder().map(this::decoder));
  }

  private ClipConfig.CaptionDecoder decoder(ClipConfig.CaptionDecoder decoder) {
    return new ClipConfig.CaptionDecoder(
        contextLength.orElse(decoder.contextLength()),
        decoder.width(),
        decoder.layers(),
        decoder.heads(),
        quickGelu ? Activation.QUICK_GELU : decoder.activation(),
        decoder.layerScale(),
        decoder.images());
  }

  private TextConfig text(TextConfig text, Tokenizer tokenizer) {
    return text.toBuilder()
        .contextLength(contextLength.orElse(text.contextLength()))
        .vocabSize(tokenizer.vocabSize())
        .activation(quickGelu ? Activation.QUICK_GELU : text.activation())
        .eotToken(tokenizer.eotToken())
        .padToken(tokenizer.padToken())
        .build();
  }

  private static VisionConfig withQuickGelu(VisionConfig vision) {
    return vision instanceof VitConfig vit
        ? vit.toBuilder().activation(Activation.QUICK_GELU).build()
        : vision;
  }
}

package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ClipConfig.CaptionDecoder;
import dev.jclip.config.TextConfig;
import dev.jclip.train.contrastive.CaptionLoss;
import dev.jclip.train.start.TrainingStart;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a model learns to write captions. */
@OptionSection("Captions")
final class CaptionTrainingOptions {
  private static final int DEFAULT_LAYERS = 3;

  @Option(
      names = {"--caption-loss-weight", "--coca-caption-loss-weight"},
      paramLabel = "WEIGHT",
      description =
          "Learn to write captions: the weight of the mean negative log probability of their tokens. A model without a caption decoder gets one. Default: 2 for a CoCa, otherwise 0.")
  private @Nullable Double captionWeight;

  @Option(
      names = {"--contrastive-loss-weight", "--coca-contrastive-loss-weight"},
      paramLabel = "WEIGHT",
      defaultValue = "1",
      description =
          "The weight of the loss that matches images with captions, where captions are learned too. Default: ${DEFAULT-VALUE}.")
  private double contrastiveWeight;

  @Option(
      names = "--decoder-layers",
      paramLabel = "N",
      description =
          "Pairs of blocks of the caption decoder that a model without one gets. Default: "
              + DEFAULT_LAYERS
              + ".")
  private @Nullable Integer layers;

  @Option(
      names = "--decoder-heads",
      paramLabel = "N",
      description = "Its attention heads. Default: those of the text tower.")
  private @Nullable Integer heads;

  /** What the captions of a model are trained with; empty where they are not. */
  Optional<CaptionLoss> loss(ClipConfig config) {
    boolean isCoCa = config.decoder().filter(decoder -> !decoder.isSeparate()).isPresent();
    double weight =
        captionWeight != null ? captionWeight : isCoCa ? CaptionLoss.COCA.captionWeight() : 0;
    if (weight != 0) {
      return Optional.of(new CaptionLoss(contrastiveWeight, weight));
    }
    if (layers != null || heads != null) {
      throw new IllegalArgumentException(
          "--decoder-layers and --decoder-heads: expected with --caption-loss-weight, without which no captions are learned");
    }
    return Optional.empty();
  }

  /** The model that a run begins with: with a new decoder, if captions are learned without one. */
  TrainingStart prepared(TrainingStart from, long seed) {
    ClipConfig config = from.config();
    if (loss(config).isEmpty()) {
      return from;
    }
    if (config.decoder().isPresent()) {
      if (layers != null || heads != null) {
        throw new IllegalArgumentException(
            "--decoder-layers and --decoder-heads: expected with a model that has no caption decoder yet");
      }
      return from;
    }
    TextConfig text = config.text();
    return from.withDecoder(
        new CaptionDecoder(
            text.contextLength(),
            text.width(),
            layers == null ? DEFAULT_LAYERS : layers,
            heads == null ? text.heads() : heads,
            text.activation(),
            false,
            CaptionDecoder.ImageTokens.PROJECTED),
        seed);
  }

  /** What a run's settings say of captions; nothing where their weight is left to the model. */
  String description() {
    return captionWeight == null
        ? ""
        : " captions %s contrastive %s".formatted(captionWeight, contrastiveWeight);
  }
}

package dev.jclip.cli.command.train;

import dev.jclip.Clip;
import dev.jclip.cli.option.DownloadProgress;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.model.detector.DetectorConfig;
import dev.jclip.model.detector.DetectorConfig.Neck;
import dev.jclip.model.detector.DetectorConfig.Tower;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.train.detection.DetectorStart;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which detector training begins with. */
@OptionSection("Model to start from")
final class DetectorStartOptions {
  private static final int RESNET_NECK_WIDTH = 256;
  private static final int RESNET_NECK_LAYERS = 2;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "bundled",
      description =
          "The CLIP model that the detector stands beside: a folder, a name on the hub, or bundled. It is copied, not changed. Default: ${DEFAULT-VALUE}.")
  private String model = "bundled";

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      description = "Side of the images that the detector takes. Default: the model's.")
  private @Nullable Integer imageSize;

  @Option(
      names = "--lock-image",
      description =
          "The detector looks through the model's own image tower, which stays as it is. Without it, it trains a copy, which is stored with it.")
  private boolean lockImage;

  @Option(
      names = "--neck-width",
      paramLabel = "N",
      description =
          "Channels of the cells before the heads; 0: those of the image tower. Default: 256 of a ResNet, 0 of a Vision Transformer.")
  private @Nullable Integer neckWidth;

  @Option(
      names = "--neck-layers",
      paramLabel = "N",
      defaultValue = "" + RESNET_NECK_LAYERS,
      description =
          "Attention blocks in which cells see one another before the heads, where --neck-width is not 0. Default: ${DEFAULT-VALUE}.")
  private int neckLayers;

  @Option(
      names = "--neck-heads",
      paramLabel = "N",
      defaultValue = "4",
      description = "Attention heads of these blocks. Default: ${DEFAULT-VALUE}.")
  private int neckHeads;

  @Option(
      names = "--no-objectness",
      description = "The detector does not say of each cell whether it is an object at all.")
  private boolean noObjectness;

  /** A detector with first weights. */
  DetectorStart begin(long seed, OutputOptions output) {
    Path folder = folder(output);
    return DetectorStart.fresh(
        folder,
        tokenizer(folder),
        imageSize == null ? OptionalInt.empty() : OptionalInt.of(imageSize),
        this::config,
        seed);
  }

  /** The detector of a checkpoint of a run. */
  DetectorStart resumed(Path checkpoint, OutputOptions output) {
    Path folder = folder(output);
    DetectorStart start = DetectorStart.load(folder, checkpoint, tokenizer(folder));
    boolean isLocked = start.config().tower() == Tower.SHARED;
    if (lockImage != isLocked || noObjectness == start.config().objectness()) {
      throw new IllegalArgumentException(
          "--lock-image, --no-objectness: expected as the run began, which keeps its model, found others; to train another, choose another --name");
    }
    return start;
  }

  private DetectorConfig config(ClipConfig towers, int side) {
    return new DetectorConfig(
        towers, side, lockImage ? Tower.SHARED : Tower.OWN, neck(towers), !noObjectness);
  }

  private Optional<Neck> neck(ClipConfig towers) {
    int usual = towers.vision() instanceof ResNetConfig ? RESNET_NECK_WIDTH : 0;
    int width = neckWidth == null ? usual : neckWidth;
    return width == 0 ? Optional.empty() : Optional.of(new Neck(width, neckLayers, neckHeads));
  }

  private Path folder(OutputOptions output) {
    return Clip.loader().progress(new DownloadProgress(output)).resolve(model);
  }

  private static Tokenizer tokenizer(Path folder) {
    return Clip.loader().loadTokenizer(folder.toString()).tokenizer();
  }

  String description() {
    return lockImage ? "locked image tower" : "image tower of its own";
  }
}

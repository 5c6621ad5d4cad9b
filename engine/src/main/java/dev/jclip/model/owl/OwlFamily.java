package dev.jclip.model.owl;

import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamily;
import dev.jclip.model.ModelFiles;
import dev.jclip.model.StoredForm;
import dev.jclip.model.Vocabularies;
import dev.jclip.model.clip.ClipFamily;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.ShapeRecorder;
import dev.jclip.tensor.TensorScope;
import dev.jclip.weights.keys.KeyLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** OWL-ViT and OWLv2 in the layout of transformers. */
public final class OwlFamily implements ModelFamily<OwlConfig> {
  private static final ClipFamily CLIP = new ClipFamily();

  @Override
  public String name() {
    return "OWL-ViT and OWLv2";
  }

  /** By the head that compares cells with queries, behind one of the two models' towers. */
  @Override
  public Optional<Layout> recognise(ModelFiles files) {
    boolean hasHeads = files.has("class_head.dense0.") && files.has("box_head.");
    return hasHeads && Stream.of(OwlConfig.Version.values()).anyMatch(v -> isOf(files, v))
        ? Optional.of(Layout.TRANSFORMERS)
        : Optional.empty();
  }

  private static boolean isOf(ModelFiles files, OwlConfig.Version version) {
    return files.has(version.key() + ".");
  }

  private static OwlConfig.Version version(ModelFiles files) {
    return isOf(files, OwlConfig.Version.OWL_V2)
        ? OwlConfig.Version.OWL_V2
        : OwlConfig.Version.OWL_VIT;
  }

  @Override
  public OwlConfig configuration(ModelFiles files, Layout layout) {
    return files
        .json("config.json")
        .map(fields -> OwlHuggingFaceJson.read(fields, version(files)))
        .orElseThrow(
            () ->
                new CheckpointException(
                    "%s: the weights are those of an OWL model, but there is no config.json beside them; it says the number of heads and the activation, which no tensor does"
                        .formatted(files.folder())));
  }

  @Override
  public KeyLayout keys(ModelFiles files, Layout layout) {
    return keys(version(files));
  }

  private static KeyLayout keys(OwlConfig.Version version) {
    return new OwlKeys(version.key() + ".");
  }

  /** CLIP's own, also those that no detection needs, and those of the heads. */
  @Override
  public List<ParameterSpec> parameters(OwlConfig config) {
    try (TensorScope _ = TensorScope.inference()) {
      var recorder = new ShapeRecorder();
      var _ = new OwlHeads(config.heads(), recorder, new PlainLayers());
      return Stream.concat(
              ClipModel.parameterSpecs(config.towers()).stream(), recorder.specs().stream())
          .toList();
    }
  }

  /** The class token's. */
  @Override
  public int positionsBeforeGrid() {
    return 1;
  }

  /** The image processor that transformers takes where a checkpoint's settings name none. */
  public String imageProcessor(OwlConfig config) {
    return switch (config.version()) {
      case OWL_VIT -> "OwlViTImageProcessor";
      case OWL_V2 -> "Owlv2ImageProcessor";
    };
  }

  /** How the images of a checkpoint are prepared where its folder does not say so. */
  public PreprocessConfig defaultPreprocessing(OwlConfig config) {
    int side = config.vision().imageSize();
    boolean pads = config.version() == OwlConfig.Version.OWL_V2;
    return new PreprocessConfig(
        side,
        side,
        pads ? new Resize.PaddedSquare(side, 0) : new Resize.Squash(side, side),
        pads ? Interpolation.BILINEAR : Interpolation.BICUBIC,
        CropRounding.NO_CROP,
        PreprocessConfig.OPENAI_MEAN,
        PreprocessConfig.OPENAI_STD,
        0);
  }

  /** CLIP's vocabulary files; a checkpoint's own say that texts are filled up with "!", id 0. */
  public Vocabularies vocabularies(ModelFiles files) {
    return CLIP.vocabularies(files, Layout.TRANSFORMERS);
  }

  /** How a model is written. */
  public StoredForm form(OwlConfig config) {
    return new StoredForm(OwlHuggingFaceJson.write(config), keys(config.version()));
  }
}

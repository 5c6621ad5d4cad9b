package dev.jclip.model.clipseg;

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
import dev.jclip.nn.ShapeRecorder;
import dev.jclip.tensor.TensorScope;
import dev.jclip.weights.keys.KeyLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** CLIPSeg in the layout of transformers. */
public final class ClipSegFamily implements ModelFamily<ClipSegConfig> {
  /** The image processor that transformers takes where a checkpoint's settings name none. */
  public static final String IMAGE_PROCESSOR = "ViTImageProcessor";

  private static final int PUBLISHED_SIDE = 352;
  private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
  private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);
  private static final ClipFamily CLIP = new ClipFamily();

  @Override
  public String name() {
    return "CLIPSeg";
  }

  /** By the layer that brings the prompt into the decoder, beside CLIP's towers. */
  @Override
  public Optional<Layout> recognise(ModelFiles files) {
    return files.has("decoder.film_mul.") && files.has(ClipSegKeys.TOWERS)
        ? Optional.of(Layout.TRANSFORMERS)
        : Optional.empty();
  }

  @Override
  public ClipSegConfig configuration(ModelFiles files, Layout layout) {
    return files
        .json("config.json")
        .map(ClipSegHuggingFaceJson::read)
        .orElseThrow(
            () ->
                new CheckpointException(
                    "%s: the weights are those of a CLIPSeg model, but there is no config.json beside them; it says the number of heads and the blocks to read, which no tensor does"
                        .formatted(files.folder())));
  }

  @Override
  public KeyLayout keys(ModelFiles files, Layout layout) {
    return new ClipSegKeys();
  }

  /** CLIP's own, also those that no mask needs, and those of the decoder. */
  @Override
  public List<ParameterSpec> parameters(ClipSegConfig config) {
    try (TensorScope _ = TensorScope.inference()) {
      var recorder = new ShapeRecorder();
      var _ = new ClipSegDecoder(config, recorder);
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

  /** How the images of a checkpoint are prepared where its folder does not say so. */
  public PreprocessConfig defaultPreprocessing() {
    return new PreprocessConfig(
        PUBLISHED_SIDE,
        PUBLISHED_SIDE,
        new Resize.Squash(PUBLISHED_SIDE, PUBLISHED_SIDE),
        Interpolation.BILINEAR,
        CropRounding.NO_CROP,
        IMAGENET_MEAN,
        IMAGENET_STD,
        0);
  }

  /** CLIP's vocabulary files. */
  public Vocabularies vocabularies(ModelFiles files) {
    return CLIP.vocabularies(files, Layout.TRANSFORMERS);
  }

  /** How a model is written. */
  public StoredForm form(ClipSegConfig config) {
    return new StoredForm(ClipSegHuggingFaceJson.write(config), new ClipSegKeys());
  }
}

package dev.jclip.model.siglip;

import dev.jclip.config.ClipConfig;
import dev.jclip.embed.ScoreKind;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFiles;
import dev.jclip.model.StoredForm;
import dev.jclip.model.TextTower;
import dev.jclip.model.TwoTowerFamily;
import dev.jclip.model.VisionTower;
import dev.jclip.model.Vocabularies;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.model.clip.TextTransformer;
import dev.jclip.nn.Layers;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Parameters;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.weights.keys.KeyLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** SigLIP and SigLIP 2 with images of one size (arXiv 2303.15343 and 2502.14786). */
public final class SiglipFamily implements TwoTowerFamily {
  static final String OPEN_CLIP_CONFIG = "open_clip_config.json";

  private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

  @Override
  public String name() {
    return "SigLIP";
  }

  /** By the query of the attention pooling, which no model of another family has. */
  @Override
  public Optional<Layout> recognise(ModelFiles files) {
    Set<String> names = files.tensors().names();
    if (names.contains("vision_model.head.probe") && files.has("text_model.")) {
      return Optional.of(Layout.TRANSFORMERS);
    }
    return names.contains("visual.trunk.attn_pool.latent") && files.has("text.")
        ? Optional.of(Layout.OPEN_CLIP)
        : Optional.empty();
  }

  @Override
  public ClipConfig configuration(ModelFiles files, Layout layout) {
    return switch (layout) {
      case TRANSFORMERS ->
          files
              .json("config.json")
              .map(SiglipHuggingFaceJson::read)
              .orElseThrow(() -> missing(files, "config.json"));
      case OPEN_CLIP, OPENAI ->
          files
              .json(OPEN_CLIP_CONFIG)
              .flatMap(fields -> fields.object("model_cfg"))
              .map(SiglipOpenClipJson::read)
              .orElseThrow(() -> missing(files, OPEN_CLIP_CONFIG + " with a model_cfg"));
    };
  }

  private static CheckpointException missing(ModelFiles files, String name) {
    return new CheckpointException(
        "%s: the weights are those of a SigLIP model, but there is no %s beside them; it says the number of heads and the activation, which no tensor does"
            .formatted(files.folder(), name));
  }

  @Override
  public KeyLayout keys(ModelFiles files, Layout layout) {
    return keys(layout);
  }

  private static KeyLayout keys(Layout layout) {
    return switch (layout) {
      case TRANSFORMERS -> new SiglipHuggingFaceKeys();
      case OPEN_CLIP, OPENAI -> new TimmKeys();
    };
  }

  @Override
  public List<ParameterSpec> parameters(ClipConfig config) {
    return ClipModel.parameterSpecs(config);
  }

  /** There is no class token. */
  @Override
  public int positionsBeforeGrid() {
    return 0;
  }

  @Override
  public boolean builds(ClipConfig config) {
    return config.vision() instanceof SiglipVisionConfig;
  }

  private static SiglipVisionConfig vision(ClipConfig config) {
    return (SiglipVisionConfig) config.vision();
  }

  @Override
  public VisionTower imageTower(ClipConfig config, Parameters parameters, Layers layers) {
    return new SiglipVisionTower(vision(config), parameters.at("visual"), layers);
  }

  @Override
  public TextTower textTower(ClipConfig config, Parameters parameters, Layers layers) {
    return new TextTransformer(config.text(), config.embedDim(), parameters, layers);
  }

  @Override
  public ScoreKind scoreKind() {
    return ScoreKind.SIGMOID;
  }

  @Override
  public PreprocessConfig defaultPreprocessing(Layout layout, int imageSize) {
    return new PreprocessConfig(
        imageSize,
        imageSize,
        new Resize.Squash(imageSize, imageSize),
        Interpolation.BICUBIC,
        CropRounding.NO_CROP,
        HALF,
        HALF,
        0);
  }

  @Override
  public String imageProcessor() {
    return "SiglipImageProcessor";
  }

  @Override
  public Vocabularies vocabularies(ModelFiles files, Layout layout) {
    return SiglipVocabularies.of(files, layout);
  }

  /** The text tower attends to padding, and was trained with the padding of its tokenizer. */
  @Override
  public int padToken(ClipConfig config, Layout layout, Tokenizer tokenizer) {
    return tokenizer.padToken();
  }

  @Override
  public StoredForm form(ClipConfig config, Layout layout) {
    Map<String, Object> configuration =
        switch (layout) {
          case TRANSFORMERS -> SiglipHuggingFaceJson.write(config, vision(config));
          case OPEN_CLIP, OPENAI -> SiglipOpenClipJson.write(config, vision(config));
        };
    return new StoredForm(configuration, keys(layout));
  }

  /** As transformers writes it, since open_clip's form names no sizes. */
  @Override
  public Map<String, Object> describe(ClipConfig config) {
    return SiglipHuggingFaceJson.describe(config, vision(config));
  }
}

package dev.jclip.model.clip;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.config.ResNetConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.config.VitConfig;
import dev.jclip.config.json.HuggingFaceJson;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.embed.ScoreKind;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFiles;
import dev.jclip.model.StoredForm;
import dev.jclip.model.TextTower;
import dev.jclip.model.TwoTowerFamily;
import dev.jclip.model.VisionTower;
import dev.jclip.model.Vocabularies;
import dev.jclip.nn.Layers;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Parameters;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.weights.CheckpointFormat;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;
import dev.jclip.weights.keys.HuggingFaceKeys;
import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.OpenClipKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CLIP as OpenAI, open_clip and transformers publish it (arXiv 2103.00020). */
public final class ClipFamily implements TwoTowerFamily {
  private static final Logger LOG = LoggerFactory.getLogger(ClipFamily.class);

  /** Numbers that OpenAI's archives carry beside the weights, and nobody else's do. */
  private static final Set<String> OPENAI_MARKS =
      Set.of("input_resolution", "context_length", "vocab_size");

  private static final List<String> OPEN_CLIP_CONFIGS =
      List.of("open_clip_config.json", "config.json");

  @Override
  public String name() {
    return "CLIP";
  }

  @Override
  public Optional<Layout> recognise(ModelFiles files) {
    if (files.has("vision_model.") && files.has("text_model.")) {
      return Optional.of(Layout.TRANSFORMERS);
    }
    boolean hasTowers =
        files.has("visual.")
            && !files.has("visual.trunk.")
            && (files.has("transformer.resblocks.") || files.has("text.transformer.resblocks."));
    if (!hasTowers) {
      return Optional.empty();
    }
    return Optional.of(isOpenAi(files.tensors()) ? Layout.OPENAI : Layout.OPEN_CLIP);
  }

  /** OpenAI's marks, or its mix of precisions: halves for matrices and float32 for the rest. */
  private static boolean isOpenAi(StateDict tensors) {
    Set<DType> dtypes =
        tensors.tensors().values().stream()
            .map(StoredTensor::dtype)
            .filter(DType::isFloat)
            .collect(Collectors.toSet());
    return tensors.format() == CheckpointFormat.TORCHSCRIPT
        || OPENAI_MARKS.stream().anyMatch(tensors.names()::contains)
        || dtypes.equals(Set.of(DType.F16, DType.F32));
  }

  @Override
  public ClipConfig configuration(ModelFiles files, Layout layout) {
    return switch (layout) {
      case TRANSFORMERS -> readTransformers(files);
      case OPEN_CLIP, OPENAI -> readOpenClip(files, layout);
    };
  }

  private static ClipConfig readTransformers(ModelFiles files) {
    return HuggingFaceJson.read(
        files
            .json("config.json")
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "%s: the weights have transformers' keys, but there is no config.json beside them; it says the number of heads and the activation, which no tensor does"
                            .formatted(files.folder()))));
  }

  private static ClipConfig readOpenClip(ModelFiles files, Layout layout) {
    for (String name : OPEN_CLIP_CONFIGS) {
      Optional<JsonFields> model = files.json(name).flatMap(fields -> fields.object("model_cfg"));
      if (model.isPresent()) {
        return OpenClipJson.read(model.get());
      }
    }
    ClipConfig inferred = new ArchitectureInference(files.tensors()).infer();
    if (layout == Layout.OPEN_CLIP) {
      LOG.warn(
          "{}: no open_clip_config.json beside it and no mark of OpenAI's in it; taken for OpenAI's"
              + " architecture with QuickGELU. If it was trained with GELU, name its architecture.",
          files.tensors().files().getFirst());
    }
    return inferred;
  }

  @Override
  public KeyLayout keys(ModelFiles files, Layout layout) {
    return switch (layout) {
      case TRANSFORMERS -> new HuggingFaceKeys();
      case OPEN_CLIP, OPENAI -> new OpenClipKeys(files.has("text.") ? "text." : "");
    };
  }

  @Override
  public List<ParameterSpec> parameters(ClipConfig config) {
    return ClipModel.parameterSpecs(config);
  }

  /** The class token's, and in a ResNet that of the mean. */
  @Override
  public int positionsBeforeGrid() {
    return 1;
  }

  @Override
  public boolean builds(ClipConfig config) {
    return config.vision() instanceof VitConfig || config.vision() instanceof ResNetConfig;
  }

  @Override
  public VisionTower imageTower(ClipConfig config, Parameters parameters, Layers layers) {
    Parameters visual = parameters.at("visual");
    return switch (config.vision()) {
      case VitConfig vit -> new VisionTransformer(vit, config.embedDim(), visual, layers);
      case ResNetConfig resNet -> new ModifiedResNet(resNet, config.embedDim(), visual, layers);
      default ->
          throw new IllegalArgumentException(
              "vision: expected a ViT or a ResNet of CLIP, found " + config.vision());
    };
  }

  @Override
  public TextTower textTower(ClipConfig config, Parameters parameters, Layers layers) {
    return new TextTransformer(config.text(), config.embedDim(), parameters, layers);
  }

  @Override
  public ScoreKind scoreKind() {
    return ScoreKind.SOFTMAX;
  }

  @Override
  public PreprocessConfig defaultPreprocessing(Layout layout, int imageSize) {
    return switch (layout) {
      case TRANSFORMERS ->
          new PreprocessConfig(
              imageSize,
              imageSize,
              new Resize.Shortest(imageSize),
              Interpolation.BICUBIC,
              CropRounding.FLOOR,
              PreprocessConfig.OPENAI_MEAN,
              PreprocessConfig.OPENAI_STD,
              0);
      case OPEN_CLIP, OPENAI -> PreprocessConfig.openAi(imageSize);
    };
  }

  @Override
  public String imageProcessor() {
    return "CLIPImageProcessor";
  }

  @Override
  public Vocabularies vocabularies(ModelFiles files, Layout layout) {
    return new ClipVocabularies(layout);
  }

  @Override
  public int padToken(ClipConfig config, Layout layout, Tokenizer tokenizer) {
    return layout == Layout.TRANSFORMERS ? tokenizer.padToken() : config.text().padToken();
  }

  @Override
  public StoredForm form(ClipConfig config, Layout layout) {
    return switch (layout) {
      case TRANSFORMERS -> new StoredForm(HuggingFaceJson.write(config), new HuggingFaceKeys());
      case OPEN_CLIP, OPENAI -> {
        boolean customText = config.text().pooling() == TextPooling.APPENDED_CLASS;
        yield new StoredForm(
            OpenClipJson.write(config), new OpenClipKeys(customText ? "text." : ""));
      }
    };
  }

  @Override
  public Map<String, Object> describe(ClipConfig config) {
    return OpenClipJson.write(config);
  }
}

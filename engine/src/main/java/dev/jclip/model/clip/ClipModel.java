package dev.jclip.model.clip;

import dev.jclip.config.ClipConfig;
import dev.jclip.model.ModelFamilies;
import dev.jclip.model.TextTower;
import dev.jclip.model.TwoTowerFamily;
import dev.jclip.model.VisionTower;
import dev.jclip.model.coca.TeacherForcing;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.ShapeRecorder;
import dev.jclip.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A model with two towers and the scale of their similarities, of CLIP or of another family. It
 * borrows its tensors from the {@link Parameters} it was built from, whose maker frees them.
 * Immutable; may be used by many threads at once.
 */
public final class ClipModel {
  public static final ParameterSpec LOGIT_SCALE = new ParameterSpec("logit_scale", List.of(), true);
  public static final ParameterSpec LOGIT_BIAS = new ParameterSpec("logit_bias", List.of(), true);

  private final ClipConfig config;
  private final VisionTower vision;
  private final TextTower text;
  private final Optional<TeacherForcing> captions;
  private final Tensor logitScale;
  private final Optional<Tensor> logitBias;

  /** Builds the model of an architecture, taking each tensor by its name and shape. */
  public ClipModel(ClipConfig config, Parameters parameters) {
    this.config = config;
    logitScale = parameters.parameter(LOGIT_SCALE.name());
    logitBias =
        config.logitBias()
            ? Optional.of(parameters.parameter(LOGIT_BIAS.name()))
            : Optional.empty();
    var layers = new PlainLayers();
    TwoTowerFamily family = ModelFamilies.of(config);
    text = family.textTower(config, parameters, layers);
    vision = family.imageTower(config, parameters, layers);
    captions = config.decoder().map(_ -> new TeacherForcing(config, parameters, layers));
  }

  /** The tensors that the model of an architecture needs, in the order of open_clip's files. */
  public static List<ParameterSpec> parameterSpecs(ClipConfig config) {
    try (TensorScope _ = TensorScope.inference()) {
      var recorder = new ShapeRecorder();
      var _ = new ClipModel(config, recorder);
      return recorder.specs();
    }
  }

  /** The architecture. */
  public ClipConfig config() {
    return config;
  }

  /** The image tower. */
  public VisionTower vision() {
    return vision;
  }

  /** The text tower. */
  public TextTower text() {
    return text;
  }

  /** The caption decoder, where the architecture has one. */
  public Optional<TeacherForcing> captions() {
    return captions;
  }

  /** The natural logarithm of what cosine similarities are multiplied with; no dimensions. */
  public Tensor logitScale() {
    return logitScale;
  }

  /** What is added to the scaled similarities, in models that learn it; no dimensions. */
  public Optional<Tensor> logitBias() {
    return logitBias;
  }
}

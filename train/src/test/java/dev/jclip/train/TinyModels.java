package dev.jclip.train;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.io.JsonFields;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.model.InitialWeights;
import dev.jclip.train.model.TowerLock;
import dev.jclip.train.model.TrainableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Small architectures for the tests. */
public final class TinyModels {
  private TinyModels() {}

  /** A Vision Transformer for images of 16 pixels. */
  public static ClipConfig vit() {
    return read(
        """
        {"embed_dim": 24,
         "vision_cfg": {"image_size": 16, "layers": 3, "width": 32, "patch_size": 4, "head_width": 16},
         "text_cfg": {"context_length": 12, "vocab_size": 600, "width": 32, "heads": 2, "layers": 3}}
        """);
  }

  /** The same with a learned bias, as the sigmoid loss has it. */
  public static ClipConfig vitWithBias() {
    ClipConfig config = vit();
    return new ClipConfig(config.embedDim(), config.vision(), config.text(), true);
  }

  /** A ModifiedResNet for images of 32 pixels. */
  public static ClipConfig resNet() {
    return read(
        """
        {"embed_dim": 24,
         "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8, "patch_size": null},
         "text_cfg": {"context_length": 12, "vocab_size": 600, "width": 32, "heads": 2, "layers": 2}}
        """);
  }

  /** An architecture of open_clip's fields. */
  public static ClipConfig read(String json) {
    try {
      Path file = Files.createTempFile("architecture", ".json");
      try {
        Files.writeString(file, json);
        return OpenClipJson.read(JsonFields.read(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model with first weights. */
  public static TrainableModel model(ClipConfig config, ContrastiveLoss loss) {
    return new TrainableModel(config, InitialWeights.draw(config, loss, 1), TowerLock.NONE);
  }

  /** A model with first weights in float64. */
  public static TrainableModel modelInDouble(ClipConfig config, ContrastiveLoss loss) {
    try (Weights floats = InitialWeights.draw(config, loss, 1);
        TensorScope _ = TensorScope.inference()) {
      var doubles = new Weights();
      floats
          .tensors()
          .forEach((name, tensor) -> doubles.add(name, tensor.to(torch.ScalarType.Double)));
      return new TrainableModel(config, doubles, TowerLock.NONE);
    }
  }

  /** One of a model's tensors. */
  public static Tensor tensor(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  /** A tensor's values as float64. */
  public static double[] doubles(Tensor tensor) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor plain = tensor.detach().to(torch.ScalarType.Double).contiguous();
      double[] values = new double[Math.toIntExact(plain.numel())];
      new DoublePointer(plain.data_ptr()).get(values);
      return values;
    }
  }
}

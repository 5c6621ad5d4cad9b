package dev.jclip.config.json;

import dev.jclip.config.Activation;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.util.List;
import java.util.Optional;

/** Fields that the towers of transformers' {@code config.json} have in common. */
public final class HuggingFaceFields {
  private static final String ACTIVATION = "hidden_act";

  private HuggingFaceFields() {}

  /**
   * The non-linearity of a tower's MLPs.
   *
   * @param fallback what the tower has where the field {@code hidden_act} is absent
   * @throws CheckpointException if the field names another non-linearity than jclip has
   */
  public static Activation activation(JsonFields tower, Activation fallback) {
    return switch (tower.stringOr(ACTIVATION, name(fallback))) {
      case "quick_gelu" -> Activation.QUICK_GELU;
      case "gelu", "gelu_python" -> Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate" ->
          Activation.GELU_TANH;
      default -> throw tower.wrong(ACTIVATION, "quick_gelu, gelu or gelu_pytorch_tanh");
    };
  }

  /** What transformers calls a non-linearity. */
  public static String name(Activation activation) {
    return switch (activation) {
      case QUICK_GELU -> "quick_gelu";
      case GELU -> "gelu";
      case GELU_TANH -> "gelu_pytorch_tanh";
    };
  }

  /**
   * A side in pixels, which is written as one number or as two equal ones.
   *
   * @param fallback the side where the field is absent
   * @throws CheckpointException if the two sides differ
   */
  public static int squareSide(JsonFields vision, String name, int fallback) {
    Optional<List<Integer>> sides = vision.intList(name);
    if (sides.isEmpty()) {
      return vision.intOr(name, fallback);
    }
    if (sides.get().stream().distinct().count() != 1) {
      throw vision.wrong(name, "equal sides");
    }
    return sides.get().getFirst();
  }
}

package dev.jclip.moderation.head;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.TextFile;
import dev.jclip.moderation.policy.HeadReference;
import dev.jclip.weights.StateDict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * LAION's detectors of images that are not safe for work: columns are normalised, then go through
 * layers with a ReLU between them and a sigmoid at the end.
 *
 * <p>The search for an architecture that trained the detectors took some columns for categories. A
 * value of such a column is written with six decimals and looked up in a table of the texts that
 * training saw; the network sees the text's number, from 1 on, and 0 where the table does not know
 * it. The tables lie beside the weights, in {@code NAME-columns.json}; without that file no column
 * is a category.
 */
public final class NsfwHead implements Head {
  private final float[] mean;
  private final float[] variance;
  private final List<Dense> layers;
  private final Map<Integer, Map<String, Integer>> categories;

  private NsfwHead(
      float[] mean,
      float[] variance,
      List<Dense> layers,
      Map<Integer, Map<String, Integer>> categories) {
    this.mean = mean;
    this.variance = variance;
    this.layers = layers;
    this.categories = categories;
  }

  /**
   * Reads a detector with the tensors {@code mean}, {@code variance} and {@code
   * dense_N.weight|bias}.
   *
   * @throws CheckpointException if the file is no such detector
   */
  public static NsfwHead read(Path file) {
    try (StateDict state = StateDict.open(file)) {
      var layers = new ArrayList<Dense>();
      while (layers.isEmpty() || state.contains("dense_" + layers.size() + ".weight")) {
        Dense layer = Dense.read(state, "dense_" + layers.size());
        layers.add(layers.isEmpty() ? layer : layer.after(layers.getLast(), state));
      }
      float[] mean = state.get("mean").floats();
      float[] variance = state.get("variance").floats();
      int width = layers.getFirst().inputs();
      if (mean.length != width || variance.length != width || layers.getLast().outputs() != 1) {
        throw new CheckpointException(
            "%s: expected mean and variance of %d values and one output, found %d, %d and %d"
                .formatted(file, width, mean.length, variance.length, layers.getLast().outputs()));
      }
      return new NsfwHead(
          mean, variance, layers, categories(HeadReference.columnsFile(file), width));
    }
  }

  private static Map<Integer, Map<String, Integer>> categories(Path file, int width) {
    if (!TextFile.exists(file)) {
      return Map.of();
    }
    var categories = new HashMap<Integer, Map<String, Integer>>();
    try {
      for (JsonNode table : JsonMapper.shared().readTree(TextFile.text(file))) {
        int column = table.path("column").asInt(-1);
        if (column < 0 || column >= width) {
          throw new CheckpointException(
              "%s: column: expected 0 to %d, found %s"
                  .formatted(file, width - 1, table.path("column")));
        }
        var numbers = new HashMap<String, Integer>();
        for (JsonNode text : table.path("strings")) {
          numbers.putIfAbsent(text.asString(), numbers.size() + 1);
        }
        categories.put(column, numbers);
      }
    } catch (JacksonException e) {
      throw new CheckpointException("%s: no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
    return categories;
  }

  @Override
  public int embedDim() {
    return mean.length;
  }

  @Override
  public double probability(float[] embedding) {
    double[] values = new double[embedding.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (number(i, embedding[i]) - mean[i]) / Math.sqrt(variance[i]);
    }
    for (int i = 0; i < layers.size(); i++) {
      values = layers.get(i).apply(values);
      if (i < layers.size() - 1) {
        for (int j = 0; j < values.length; j++) {
          values[j] = Math.max(0, values[j]);
        }
      }
    }
    return 1 / (1 + Math.exp(-values[0]));
  }

  private double number(int column, float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(
          "embedding: expected finite numbers, found %s at %d".formatted(value, column));
    }
    Map<String, Integer> numbers = categories.get(column);
    return numbers == null ? value : numbers.getOrDefault(sixDecimals(value), 0);
  }

  /** As C does it: halfway between two texts it is the even one, and a zero keeps its sign. */
  private static String sixDecimals(float value) {
    String size =
        new BigDecimal(Math.abs(value)).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    return Math.copySign(1, value) < 0 ? "-" + size : size;
  }
}

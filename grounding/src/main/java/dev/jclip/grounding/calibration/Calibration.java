package dev.jclip.grounding.calibration;

import dev.jclip.error.DataException;
import dev.jclip.grounding.command.Attribute;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that was learned from labelled examples about a detector, a CLIP model and the decisions that
 * follow from them.
 *
 * @param detector from a detector's score to the probability that the object is what the noun says
 * @param attributes from CLIP's probability of an attribute among others of its kind to the
 *     probability that the object has it; kinds that are missing are left as they are
 * @param maxWrong the share of wrong decisions that the thresholds were chosen for
 */
public record Calibration(
    Logistic detector,
    Map<Attribute.Kind, Logistic> attributes,
    Priors priors,
    Thresholds thresholds,
    double maxWrong) {
  /** Nothing was learned: scores are taken as probabilities. */
  public static final Calibration NONE =
      new Calibration(Logistic.IDENTITY, Map.of(), Priors.EVEN, Thresholds.DEFAULT, 0.03);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Copies the map. */
  public Calibration {
    attributes = Map.copyOf(attributes);
    if (!(maxWrong > 0 && maxWrong <= 1)) {
      throw new IllegalArgumentException("maxWrong: expected above 0, up to 1, found " + maxWrong);
    }
  }

  /** The curve of attributes of a kind. */
  public Logistic attribute(Attribute.Kind kind) {
    return attributes.getOrDefault(kind, Logistic.IDENTITY);
  }

  /** The same with other weights of the cases. */
  public Calibration with(Priors others) {
    return new Calibration(detector, attributes, others, thresholds, maxWrong);
  }

  /** The same with other thresholds, and the share of wrong decisions that they were chosen for. */
  public Calibration with(Thresholds others, double share) {
    return new Calibration(detector, attributes, priors, others, share);
  }

  /** One line of JSON. */
  public String toJson() {
    return MAPPER.writeValueAsString(this);
  }

  /**
   * Reads JSON as {@link #toJson} writes it.
   *
   * @throws DataException if it is no such JSON; the message names the place in it
   */
  public static Calibration fromJson(String json) {
    try {
      return MAPPER.readValue(json, Calibration.class);
    } catch (JacksonException e) {
      throw new DataException(
          "the calibration given as JSON cannot be read: "
              + e.getOriginalMessage()
              + (e.getPath().isEmpty() ? "" : " (at " + e.getPathReference() + ")"),
          e);
    }
  }
}

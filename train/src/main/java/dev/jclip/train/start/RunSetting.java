package dev.jclip.train.start;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A setting that decides a run's weights, under the name that it has in checkpoints and logs. */
public enum RunSetting {
  /** Where the examples come from, and in which shares. */
  DATA("data", true),
  /** Where captions come from. */
  CAPTIONS("captions", true),
  /** How images are changed at random. */
  AUGMENTATION("augmentation", true),
  /** How many pairs an epoch has. */
  PAIRS("pairs an epoch", true),
  /** How many examples a step has. */
  BATCH("batch", true),
  /** The seed of order, augmentation and first weights. */
  SEED("seed", true),
  /** The learning rate of each step. */
  SCHEDULE("schedule", true),
  /** What a step computes. */
  COMPUTE("compute", false),
  /** How gradients change the weights. */
  OPTIMIZER("optimizer", false),
  /** Over how many images a batch normalisation goes. */
  NORMALISED_TOGETHER("images normalised together", false);

  private final String label;
  private final boolean isConfirmed;

  RunSetting(String label, boolean isConfirmed) {
    this.label = label;
    this.isConfirmed = isConfirmed;
  }

  /** Its name in checkpoints and logs. */
  public String label() {
    return label;
  }

  /** Whether a run goes on with another value only if that is confirmed. */
  boolean isConfirmed() {
    return isConfirmed;
  }

  /** Settings as a plan keeps them. */
  public static Map<String, String> labelled(Map<RunSetting, String> values) {
    var labelled = new LinkedHashMap<String, String>();
    new EnumMap<>(values).forEach((setting, value) -> labelled.put(setting.label, value));
    return labelled;
  }
}

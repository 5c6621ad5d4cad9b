package dev.jclip.model.precision;

import dev.jclip.config.TowerPrecision;
import dev.jclip.model.clip.TowerPart;
import java.util.Optional;

/** Keeps what was measured to be best for a checkpoint on this machine. */
public interface PrecisionMemory {
  /** What was remembered for a tower, if anything. */
  Optional<TowerPrecision> recall(TowerPart part);

  /** Remembers what was measured for a tower; where it cannot, it is measured again next time. */
  void remember(TowerPart part, Calibration calibration);
}

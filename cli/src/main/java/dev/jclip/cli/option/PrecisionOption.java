package dev.jclip.cli.option;

import dev.jclip.ClipLoader;
import dev.jclip.config.Precision;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code --precision} may be. */
public enum PrecisionOption {
  /** Float32. */
  F32(Precision.F32),
  /** bfloat16. */
  BF16(Precision.BF16),
  /** 8-bit integers. */
  INT8(Precision.INT8),
  /** The fastest that is near float32, as measured. */
  AUTO(null);

  private final @Nullable Precision precision;

  PrecisionOption(@Nullable Precision precision) {
    this.precision = precision;
  }

  /** The option of a name, if there is one. */
  static Optional<PrecisionOption> named(String name) {
    return Stream.of(values()).filter(option -> option.toString().equals(name)).findFirst();
  }

  /** Tells a loader. */
  void setOn(ClipLoader loader) {
    if (precision != null) {
      loader.precision(precision);
    }
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

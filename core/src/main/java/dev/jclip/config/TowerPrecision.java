package dev.jclip.config;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The numbers that the products of a tower are taken in.
 *
 * @param outer outside the blocks, such as in the patch embedding; in all blocks of a ResNet
 * @param blocks in each block of a Transformer, the first one first; empty where all are as {@code
 *     outer}
 */
public record TowerPrecision(Precision outer, List<Precision> blocks) {
  /** Float32 throughout. */
  public static final TowerPrecision EXACT = of(Precision.F32);

  /** Keeps a copy of the blocks. */
  public TowerPrecision {
    blocks = List.copyOf(blocks);
  }

  /** The same throughout. */
  public static TowerPrecision of(Precision precision) {
    return new TowerPrecision(precision, List.of());
  }

  /** What a block computes in. */
  public Precision block(int index) {
    return blocks.isEmpty() ? outer : blocks.get(index);
  }

  /** In words, such as {@code int8} or {@code int8, 2 of 12 blocks bf16}. */
  @Override
  public String toString() {
    List<Precision> kinds = blocks.stream().distinct().toList();
    if (kinds.size() <= 1) {
      return name(kinds.isEmpty() ? outer : kinds.getFirst());
    }
    Precision most = Collections.max(kinds, (a, b) -> Integer.compare(count(a), count(b)));
    return kinds.stream()
        .filter(kind -> kind != most)
        .map(kind -> "%d of %d blocks %s".formatted(count(kind), blocks.size(), name(kind)))
        .collect(Collectors.joining(", ", name(most) + ", ", ""));
  }

  private int count(Precision kind) {
    return Collections.frequency(blocks, kind);
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}

package dev.jclip.data.random;

import java.util.random.RandomGenerator;

/**
 * Random numbers that depend on nothing but the seeds, on any machine and any JDK: SplitMix64
 * (Steele, Lea, Flood 2014). For one thread.
 */
public final class SeededRandom implements RandomGenerator {
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private long state;

  private SeededRandom(long state) {
    this.state = state;
  }

  /** A generator for a combination of numbers, such as a seed, a pass and a place in it. */
  public static SeededRandom of(long... seeds) {
    long state = mix(seeds.length);
    for (long seed : seeds) {
      state = mix((state ^ seed) + STEP);
    }
    return new SeededRandom(state);
  }

  /** A number for a text, to be used as a seed. */
  public static long seedOf(CharSequence text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = hash * STEP + text.charAt(i);
    }
    return mix(hash);
  }

  @Override
  public long nextLong() {
    state += STEP;
    return mix(state);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}

package dev.jclip.javacpp;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JavaCPP's limit on the memory of the whole process, four times the Java heap unless it is told
 * otherwise: above it, whatever makes a native object collects garbage for a second and then throws
 * an {@link OutOfMemoryError}. A model's weights lie outside the heap, so a program with a small
 * heap and a large model is above it for good. jclip frees its natives itself and needs no such
 * limit. Thread-safe.
 */
public final class ProcessLimit {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessLimit.class);

  private static final String PREFIX = "org.bytedeco.javacpp.";
  private static final String LIMIT = PREFIX + "maxPhysicalBytes";
  private static final String NONE = "0";

  /** What JavaCPP takes for yes. */
  private static final Set<String> YES = Set.of("true", "t", "");

  private ProcessLimit() {}

  /**
   * Lifts the limit unless the program has set how JavaCPP keeps account of memory. To be called
   * before JavaCPP is used, which reads its settings once: where another part of the program has
   * used it before, the limit stays and this says what to do. Later calls do nothing.
   *
   * @param limitInForce JavaCPP's {@code Pointer::maxPhysicalBytes}, in bytes; asked for after the
   *     limit is lifted, since asking starts JavaCPP
   */
  public static synchronized void lift(LongSupplier limitInForce) {
    if (!isSetByTheProgram()) {
      System.setProperty(LIMIT, NONE);
      warnWhereItStays(limitInForce.getAsLong());
    }
  }

  /** Also where it keeps no account at all. */
  private static boolean isSetByTheProgram() {
    return setting("maxPhysicalBytes").isPresent()
        || setting("maxBytes").isPresent()
        || setting("noPointerGC").filter(YES::contains).isPresent();
  }

  /** JavaCPP takes each name in two spellings. */
  private static Optional<String> setting(String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(spelling -> System.getProperty(PREFIX + spelling))
        .filter(Objects::nonNull)
        .map(value -> value.toLowerCase(Locale.ROOT))
        .findFirst();
  }

  private static void warnWhereItStays(long limit) {
    if (limit > 0) {
      LOG.warn(
          "JavaCPP was used before jclip, and ends what allocates native memory when this process"
              + " has more than {} MB: start Java with -D{}={}",
          limit / 1_000_000,
          LIMIT,
          NONE);
    }
  }
}

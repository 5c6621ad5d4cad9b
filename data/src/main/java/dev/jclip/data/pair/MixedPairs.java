package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import dev.jclip.data.random.SeededRandom;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several sources as one: in a pass the pairs of each come as often as its weight says, in random
 * turns. A weight of 2.5 is two whole passes over that source and a random half of it.
 */
record MixedPairs(String name, List<Part> parts) implements PairSource {
  private static final long TURNS = 3;

  record Part(PairSource source, double weight, long numPairs) {
    static Part of(PairSource source, double weight) {
      return new Part(source, weight, source.numPairs());
    }
  }

  @Override
  public long numPairs() {
    return parts.stream().mapToLong(part -> Math.round(part.weight() * part.numPairs())).sum();
  }

  @Override
  public PairStream stream(PairOrder order) {
    List<Repeated> streams =
        IntStream.range(0, parts.size())
            .mapToObj(i -> new Repeated(parts.get(i), order.withSeed(partSeed(order.seed(), i))))
            .toList();
    return new Turns(streams, SeededRandom.of(order.seed(), order.pass(), order.rank(), TURNS));
  }

  private static long partSeed(long seed, int part) {
    return SeededRandom.of(seed, part).nextLong();
  }

  /** Draws whose turn it is, by how much each has left. */
  private static final class Turns implements PairStream {
    private final List<Repeated> streams;
    private final RandomGenerator random;

    Turns(List<Repeated> streams, RandomGenerator random) {
      this.streams = streams;
      this.random = random;
    }

    @Override
    public boolean hasNext() {
      return streams.stream().anyMatch(Repeated::hasNext);
    }

    @Override
    public Entry<String> next() {
      return draw().next();
    }

    @Override
    public void skip(long entries) {
      for (long i = 0; i < entries && hasNext(); i++) {
        draw().skip(1);
      }
    }

    private Repeated draw() {
      List<Repeated> left = streams.stream().filter(Repeated::hasNext).toList();
      if (left.isEmpty()) {
        throw new NoSuchElementException("the stream has ended");
      }
      double rest = random.nextDouble() * left.stream().mapToDouble(Repeated::numLeft).sum();
      for (Repeated stream : left.subList(0, left.size() - 1)) {
        rest -= stream.numLeft();
        if (rest < 0) {
          return stream;
        }
      }
      return left.getLast();
    }

    @Override
    public void close() {
      streams.forEach(PairStream::close);
    }
  }

  /** One source's passes within a pass of the mix; the last may be a part of one. */
  private static final class Repeated implements PairStream {
    private final PairSource source;
    private final PairOrder order;
    private final long endPass;
    private final long lastLimit;
    private double numLeft;
    private long pass;
    private long entries;
    private @Nullable PairStream open;

    Repeated(Part part, PairOrder order) {
      double fraction = part.weight() % 1;
      this.source = part.source();
      this.order = order;
      this.lastLimit =
          fraction == 0
              ? Long.MAX_VALUE
              : Math.round(fraction * part.numPairs() / order.worldSize());
      long passes = (long) Math.ceil(part.weight());
      this.pass = order.pass() * passes;
      this.endPass = pass + passes;
      this.numLeft = part.weight() * part.numPairs() / order.worldSize();
    }

    /** About how many entries are left, above 0. */
    double numLeft() {
      return Math.max(1, numLeft);
    }

    @Override
    public boolean hasNext() {
      while (pass < endPass) {
        if (open == null) {
          open = source.stream(order.withPass(pass));
        }
        boolean within = pass < endPass - 1 || entries < lastLimit;
        if (within && open.hasNext()) {
          return true;
        }
        close();
        pass++;
        entries = 0;
      }
      return false;
    }

    @Override
    public Entry<String> next() {
      PairStream stream = advance();
      return stream.next();
    }

    @Override
    public void skip(long count) {
      for (long i = 0; i < count && hasNext(); i++) {
        advance().skip(1);
      }
    }

    private PairStream advance() {
      if (!hasNext() || open == null) {
        throw new NoSuchElementException("the stream has ended");
      }
      entries++;
      numLeft--;
      return open;
    }

    @Override
    public void close() {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }
}

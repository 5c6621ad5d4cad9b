package dev.jclip.cli.command.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** A call and how long it took, turn by turn. For one thread. */
final class Times {
  private final int inputs;
  private final Runnable call;
  private final List<double[]> turns = new ArrayList<>();

  /** Times of a call with so many inputs, which is made once without looking at the clock. */
  Times(int inputs, Runnable call) {
    this.inputs = inputs;
    this.call = call;
    call.run();
  }

  /** The inputs of the call. */
  int inputs() {
    return inputs;
  }

  /** The seconds of the median call of a turn that is not kept. */
  double medianOfTurn(double seconds) {
    return Percentiles.of(takeTurn(seconds), Percentiles.MIDDLE);
  }

  /** Calls again and again for so many seconds, once at least; the seconds of each call. */
  private double[] takeTurn(double seconds) {
    var times = DoubleStream.builder();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      long start = System.nanoTime();
      call.run();
      times.add((System.nanoTime() - start) / 1e9);
    } while (System.nanoTime() < end);
    return times.build().toArray();
  }

  /** Calls for so many seconds, and keeps the times. */
  void addTurn(double seconds) {
    turns.add(takeTurn(seconds));
  }

  /** The seconds that this share of a turn's calls stays below: the median over the turns. */
  double percentile(double share) {
    return Percentiles.median(turns.stream().map(turn -> Percentiles.of(turn, share)).toList());
  }
}

package dev.jclip.cli.command.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** A call and how long it took, round by round. For one thread. */
final class Times {
  private static final int FEWEST_CALLS = 3;

  private final int inputs;
  private final Runnable call;
  private final List<double[]> rounds = new ArrayList<>();

  /** Times of a call with so many inputs. */
  Times(int inputs, Runnable call) {
    this.inputs = inputs;
    this.call = call;
  }

  /** The inputs of the call. */
  int inputs() {
    return inputs;
  }

  /** Calls once without looking at the clock, and then again and again for so many seconds. */
  void addRound(double seconds) {
    call.run();
    var times = DoubleStream.builder();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int calls = 0; calls < FEWEST_CALLS || System.nanoTime() < end; calls++) {
      long start = System.nanoTime();
      call.run();
      times.add((System.nanoTime() - start) / 1e9);
    }
    rounds.add(times.build().toArray());
  }

  /** The seconds that this share of a round's calls stays below: the median over the rounds. */
  double percentile(double share) {
    return Percentiles.median(rounds.stream().map(round -> Percentiles.of(round, share)).toList());
  }
}

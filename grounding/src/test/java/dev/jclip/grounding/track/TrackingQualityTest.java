package dev.jclip.grounding.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.detect.Box;
import dev.jclip.grounding.track.SimulatedStream.Seen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whether objects keep their numbers, over streams of which it is known what is seen. */
class TrackingQualityTest {
  private static final int STREAMS = 200;

  /** Counts over streams. */
  private static final class Counts {
    int things;
    int switches;
    int detections;
    int numbered;
    int falseNumbers;

    void add(long seed, boolean withAppearance) {
      var stream = new SimulatedStream(seed);
      var tracker = new Tracker(SimulatedStream.WIDTH, SimulatedStream.HEIGHT);
      Map<Integer, Long> ids = new HashMap<>();
      Set<Long> all = new HashSet<>();
      Set<Long> right = new HashSet<>();
      for (int frame = 0; frame < SimulatedStream.FRAMES; frame++) {
        List<Seen> seen = stream.frame(frame);
        TrackedFrame tracked =
            tracker.next(
                seen.stream()
                    .map(Seen::observation)
                    .map(one -> withAppearance ? one : Observation.of(one.detection()))
                    .toList());
        Map<Box, Long> numbers =
            tracked.objects().stream()
                .filter(object -> object.seen() == tracked.frame())
                .collect(Collectors.toMap(TrackedObject::box, TrackedObject::id));
        all.addAll(numbers.values());
        for (Seen one : seen) {
          if (one.thing() == SimulatedStream.FALSE_ALARM) {
            continue;
          }
          detections++;
          Long id = numbers.get(one.observation().detection().box());
          if (id == null) {
            continue;
          }
          numbered++;
          right.add(id);
          Long before = ids.put(one.thing(), id);
          switches += before != null && !before.equals(id) ? 1 : 0;
        }
      }
      things += ids.size();
      all.removeAll(right);
      falseNumbers += all.size();
    }
  }

  private static Counts count(long firstSeed, boolean withAppearance) {
    var counts = new Counts();
    for (int i = 0; i < STREAMS; i++) {
      counts.add(firstSeed + i, withAppearance);
    }
    return counts;
  }

  /** {@code -Djclip.tracking.seed=N} tries other streams. */
  @Test
  void objectsKeepTheirNumbers() {
    Counts counts = count(Long.getLong("jclip.tracking.seed", 0), true);
    assertThat(counts.things).isGreaterThan(5 * STREAMS);
    assertThat((double) counts.switches / counts.things).isLessThanOrEqualTo(0.02);
    assertThat((double) counts.numbered / counts.detections).isGreaterThan(0.93);
    assertThat(counts.falseNumbers).isLessThan(STREAMS / 10);
  }

  @Test
  void withoutAppearancePlaceAloneTells() {
    Counts counts = count(0, false);
    assertThat((double) counts.switches / counts.things).isLessThanOrEqualTo(0.04);
  }
}

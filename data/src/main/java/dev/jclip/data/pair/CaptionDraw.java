package dev.jclip.data.pair;

import dev.jclip.data.random.SeededRandom;
import java.io.IOException;

/** Draws the captions of one pass, each by its pair's key and not by its place. */
record CaptionDraw(CaptionSpec spec, long seed, long pass) {
  static CaptionDraw of(CaptionSpec spec, PairOrder order) {
    return new CaptionDraw(spec, order.seed(), order.pass());
  }

  String caption(String key, Annotations annotations) throws IOException {
    return spec.draw(annotations, SeededRandom.of(seed, pass, SeededRandom.seedOf(key)));
  }
}

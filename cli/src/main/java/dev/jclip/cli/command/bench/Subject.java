package dev.jclip.cli.command.bench;

import dev.jclip.Clip;
import dev.jclip.cli.option.PrecisionOption;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The model in one precision.
 *
 * @param startup what a process of its own paid for it
 * @param times of what it encodes
 */
record Subject(PrecisionOption precision, Startup startup, Clip clip, Map<Case, Times> times) {
  /** A model that is to encode a workload. */
  static Subject of(PrecisionOption precision, Startup startup, Clip clip, Workload workload) {
    List<float[]> pixels = workload.scenes().stream().map(clip::preprocess).toList();
    List<String> captions = workload.captions();
    Iterator<String> inTurn = Stream.generate(() -> captions).flatMap(List::stream).iterator();
    var times = new EnumMap<Case, Times>(Case.class);
    times.put(Case.IMAGES, new Times(pixels.size(), () -> clip.encodePixels(pixels)));
    times.put(Case.CAPTIONS, new Times(captions.size(), () -> clip.encodeTexts(captions)));
    times.put(Case.IMAGE, new Times(1, () -> clip.encodePixels(pixels.subList(0, 1))));
    times.put(Case.CAPTION, new Times(1, () -> clip.encodeTexts(List.of(inTurn.next()))));
    int files = workload.files().size();
    if (files > 0) {
      times.put(Case.FILES, new Times(files, () -> workload.embedFiles(clip)));
    }
    return new Subject(precision, startup, clip, times);
  }

  /** The times of a case; none where there is nothing to encode. */
  Optional<Times> times(Case timed) {
    return Optional.ofNullable(times.get(timed));
  }
}

package dev.jclip.cli.command.detect;

import dev.jclip.Segmenter;
import dev.jclip.detect.Detection;
import dev.jclip.detect.Mask;
import dev.jclip.image.RgbImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a segmenter says of a detection's query, within the detection's box.
 *
 * @param words the first queries
 * @param examples the queries behind them
 * @param threshold the minimum probability of a pixel
 */
record SegmentedMasks(
    Segmenter segmenter, List<String> words, List<Example> examples, double threshold)
    implements ObjectMasks {
  @Override
  public List<FoundObject> regions(RgbImage image, List<Detection> detections) {
    Map<Integer, Mask> masks = masks(image, detections);
    return detections.stream()
        .map(
            detection -> {
              Mask mask = Objects.requireNonNull(masks.get(detection.query()));
              return new FoundObject(
                  detection, Optional.of(Region.of(mask, detection.box(), threshold)));
            })
        .toList();
  }

  /** The masks of the queries that were found. */
  private Map<Integer, Mask> masks(RgbImage image, List<Detection> detections) {
    List<Integer> queries = detections.stream().map(Detection::query).distinct().sorted().toList();
    List<Integer> inWords = queries.stream().filter(query -> query < words.size()).toList();
    var masks = new HashMap<Integer, Mask>();
    List<Mask> ofWords = segmenter.masks(image, inWords.stream().map(words::get).toList());
    for (int i = 0; i < inWords.size(); i++) {
      masks.put(inWords.get(i), ofWords.get(i));
    }
    for (int query : queries.subList(inWords.size(), queries.size())) {
      masks.put(query, segmenter.maskLike(image, examples.get(query - words.size()).object()));
    }
    return masks;
  }

  @Override
  public void close() {
    segmenter.close();
  }
}

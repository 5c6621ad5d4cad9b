package dev.jclip.eval.task;

import dev.jclip.data.ChoiceSet;
import dev.jclip.data.Entry;
import dev.jclip.embed.Embeddings;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.SelectionMetrics;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Matching captions and images that differ in little, as in Winoground (arXiv 2204.03162) and
 * SugarCrepe (arXiv 2306.14610). For one thread at a time, as its extractor is.
 */
public final class SelectionTask {
  private final FeatureExtractor extractor;
  private final BootstrapOptions options;

  /** Makes an evaluation. */
  public SelectionTask(FeatureExtractor extractor, BootstrapOptions options) {
    this.extractor = extractor;
    this.options = options;
  }

  /**
   * Evaluates a data set; a task that lacks an image is skipped.
   *
   * @throws DataException if no task is left
   */
  public SelectionResult evaluate(ChoiceSet set) {
    ImageFeatures<ChoiceSet.Choice> pictures = extractor.images(set.name(), set.examples());
    var byTask = new LinkedHashMap<String, TreeMap<Integer, Integer>>();
    for (int i = 0; i < pictures.size(); i++) {
      ChoiceSet.Choice choice = pictures.annotations().get(i);
      byTask.computeIfAbsent(choice.task(), _ -> new TreeMap<>()).put(choice.imageIndex(), i);
    }
    var skipped = new ArrayList<>(pictures.skipped().stream().map(Entry.Skipped::reason).toList());
    var whole = new LinkedHashMap<String, List<Integer>>();
    byTask.forEach(
        (task, images) -> {
          int expected = pictures.annotations().get(images.firstEntry().getValue()).images();
          if (images.size() == expected) {
            whole.put(task, List.copyOf(images.values()));
          } else {
            skipped.add(
                "task %s: expected %d images, found %d that can be read"
                    .formatted(task, expected, images.size()));
          }
        });
    if (whole.isEmpty()) {
      throw new DataException(
          "%s: expected tasks with images and captions, found none that can be used; %d were skipped"
              .formatted(set.name(), skipped.size()));
    }
    List<SelectionMetrics.Outcome> outcomes = outcomes(pictures, whole);
    return new SelectionResult(
        List.copyOf(whole.keySet()),
        outcomes,
        Figure.of(SelectionMetrics.of(outcomes), options),
        skipped,
        pictures.fingerprint());
  }

  private List<SelectionMetrics.Outcome> outcomes(
      ImageFeatures<ChoiceSet.Choice> pictures, Map<String, List<Integer>> tasks) {
    List<List<String>> captions =
        tasks.values().stream()
            .map(images -> pictures.annotations().get(images.getFirst()).captions())
            .toList();
    List<float[]> texts =
        Embeddings.normalizeAll(extractor.texts(captions.stream().flatMap(List::stream).toList()));
    var outcomes = new ArrayList<SelectionMetrics.Outcome>();
    int from = 0;
    for (List<Integer> images : tasks.values()) {
      int to = from + captions.get(outcomes.size()).size();
      List<float[]> vectors = images.stream().map(pictures.vectors()::get).toList();
      outcomes.add(
          SelectionMetrics.Outcome.of(Embeddings.normalizeAll(vectors), texts.subList(from, to)));
      from = to;
    }
    return outcomes;
  }
}

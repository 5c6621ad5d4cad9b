package dev.jclip.eval.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Examples to learn from or to be judged by.
 *
 * @param features N vectors of one length
 * @param labels N classes
 * @param identities N names of what the vectors are of, equal for examples that are the same thing
 */
public record LabelledFeatures(
    List<float[]> features, List<Integer> labels, List<String> identities) {
  /** Examples that are all of different things. */
  public LabelledFeatures(List<float[]> features, List<Integer> labels) {
    this(
        features, labels, IntStream.range(0, features.size()).mapToObj(Integer::toString).toList());
  }

  /** Copies the lists. */
  public LabelledFeatures {
    identities = List.copyOf(identities);
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    if (features.size() != labels.size()) {
      throw new IllegalArgumentException(
          "labels: expected %d, found %d".formatted(features.size(), labels.size()));
    }
    if (features.size() != identities.size()) {
      throw new IllegalArgumentException(
          "identities: expected %d, found %d".formatted(features.size(), identities.size()));
    }
    for (int i = 1; i < features.size(); i++) {
      if (features.get(i).length != features.getFirst().length) {
        throw new IllegalArgumentException(
            "features of example %d: expected %d numbers as in the first, found %d; do they come from different models?"
                .formatted(i, features.getFirst().length, features.get(i).length));
      }
    }
  }

  LabelledFeatures only(List<Integer> places) {
    return new LabelledFeatures(
        places.stream().map(features::get).toList(),
        places.stream().map(labels::get).toList(),
        places.stream().map(identities::get).toList());
  }

  LabelledFeatures without(List<Integer> places) {
    Set<Integer> out = new HashSet<>(places);
    return only(IntStream.range(0, labels.size()).filter(i -> !out.contains(i)).boxed().toList());
  }

  LabelledFeatures and(LabelledFeatures others) {
    var allFeatures = new ArrayList<>(features);
    allFeatures.addAll(others.features);
    var allLabels = new ArrayList<>(labels);
    allLabels.addAll(others.labels);
    var allIdentities = new ArrayList<>(identities);
    allIdentities.addAll(others.identities);
    return new LabelledFeatures(allFeatures, allLabels, allIdentities);
  }
}

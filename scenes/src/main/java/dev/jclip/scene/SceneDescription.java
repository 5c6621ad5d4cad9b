package dev.jclip.scene;

import dev.jclip.scene.Scene.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a scene looks like, in one sentence that depends on nothing but the scene: "a red mug left
 * of a blue ball, and a green cone, on sand". It names the objects from left to right, but those of
 * a relation first, which is said where colours and shapes tell the objects apart.
 *
 * @param scene what is described
 */
record SceneDescription(Scene scene) {
  String sentence() {
    List<Integer> row =
        IntStream.range(0, scene.objects().size())
            .boxed()
            .sorted(Comparator.comparingDouble(index -> scene.objects().get(index).x()))
            .toList();
    Optional<Placement> told = told(row);
    List<Integer> others =
        row.stream()
            .filter(index -> told.filter(placement -> concerns(placement, index)).isEmpty())
            .toList();
    List<String> named = counted(others);
    if (told.isEmpty()) {
      return Words.list(named) + " on " + scene.backdrop();
    }
    String first =
        Words.one(name(told.get().subject()))
            + " "
            + told.get().relation()
            + " "
            + Words.one(name(told.get().object()));
    return named.isEmpty()
        ? first + " on " + scene.backdrop()
        : first + ", and " + Words.list(named) + ", on " + scene.backdrop();
  }

  /**
   * The relation that is said: one thing on another before all else, then the first pair from left
   * to right.
   */
  private Optional<Placement> told(List<Integer> row) {
    if (!hasOnlyDifferentNames()) {
      return Optional.empty();
    }
    List<Placement> placements = scene.placements();
    Stream<Placement> stacked =
        placements.stream().filter(placement -> placement.relation() == Relation.ON);
    Stream<Placement> beside =
        pairs(row)
            .flatMap(
                pair ->
                    placements.stream()
                        .filter(
                            placement ->
                                placement.subject() == pair.get(0)
                                    && placement.object() == pair.get(1)));
    return Stream.concat(stacked, beside).findFirst();
  }

  private static Stream<List<Integer>> pairs(List<Integer> row) {
    var pairs = new ArrayList<List<Integer>>();
    for (int i = 0; i < row.size(); i++) {
      for (int j = i + 1; j < row.size(); j++) {
        pairs.add(List.of(row.get(i), row.get(j)));
      }
    }
    return pairs.stream();
  }

  private boolean hasOnlyDifferentNames() {
    return scene.objects().stream().map(SceneObject::name).distinct().count()
        == scene.objects().size();
  }

  private static boolean concerns(Placement placement, int index) {
    return placement.subject() == index || placement.object() == index;
  }

  private String name(int index) {
    return scene.objects().get(index).name();
  }

  private List<String> counted(List<Integer> indices) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    indices.forEach(index -> counts.merge(name(index), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> Words.counted(entry.getKey(), entry.getValue()))
        .toList();
  }
}

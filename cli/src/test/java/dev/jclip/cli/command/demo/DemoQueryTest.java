package dev.jclip.cli.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.command.demo.SceneFacts.Thing;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Split;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoQueryTest {
  static List<DemoQuery> queries() {
    return DemoQuery.ALL;
  }

  @ParameterizedTest
  @MethodSource("queries")
  void hasThreeOrMoreAnswersAmongTheScenesOfTheDemonstration(DemoQuery query) {
    SceneSampler sampler = DemoScenes.sampler();
    List<Scene> right =
        IntStream.range(0, 300)
            .mapToObj(sampler::sample)
            .filter(scene -> query.isRight().test(factsOf(scene)))
            .toList();
    assertThat(right).hasSizeBetween(3, 30);
  }

  private static SceneFacts factsOf(Scene scene) {
    return new SceneFacts(
        scene.backdrop(),
        scene.objects().stream()
            .map(it -> new Thing(it.shape(), it.colour(), it.material()))
            .toList(),
        scene.placements());
  }

  @Test
  void recallCountsAsManyResultsAsThereAreRightImages() {
    var query = new DemoQuery("a few objects", scene -> scene.objects().size() > 1);
    List<SceneFacts> scenes =
        IntStream.of(2, 1, 3, 1, 4)
            .mapToObj(
                seed ->
                    IntStream.range(0, 1000)
                        .mapToObj(new SceneSampler(seed, Split.TEST, 1, 4)::sample)
                        .filter(scene -> scene.objects().size() == seed)
                        .findFirst()
                        .orElseThrow())
            .map(DemoQueryTest::factsOf)
            .toList();
    List<float[]> similar =
        List.of(
            new float[] {0.9f}, // right
            new float[] {0.8f},
            new float[] {0.7f}, // right
            new float[] {0.6f},
            new float[] {0.5f}); // right
    SearchOutcome outcome = SearchOutcome.of(query, new float[] {1}, scenes, similar);
    assertThat(outcome.right()).isEqualTo(3);
    assertThat(outcome.rightAmongFirst(2)).isEqualTo(1);
    assertThat(outcome.recall()).hasValue(2.0 / 3);
    var none = new DemoQuery("nothing", _ -> false);
    assertThat(SearchOutcome.of(none, new float[] {1}, scenes, similar).recall()).isEmpty();
  }
}

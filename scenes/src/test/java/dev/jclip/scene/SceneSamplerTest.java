package dev.jclip.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SceneSamplerTest {
  private static final int SCENES = 1000;

  private static Stream<Scene> scenes(Split split) {
    var sampler = new SceneSampler(7, split, 1, 6);
    return LongStream.range(0, SCENES).mapToObj(sampler::sample);
  }

  private static Split.Pair pair(SceneObject object) {
    return new Split.Pair(object.colour(), object.shape());
  }

  @Test
  void aSceneIsAFunctionOfSeedSplitAndIndex() {
    var sampler = new SceneSampler(7, Split.TRAIN, 1, 6);
    assertThat(sampler.sample(11)).isEqualTo(new SceneSampler(7, Split.TRAIN, 1, 6).sample(11));
    assertThat(sampler.sample(11))
        .isNotEqualTo(sampler.sample(12))
        .isNotEqualTo(new SceneSampler(8, Split.TRAIN, 1, 6).sample(11))
        .isNotEqualTo(new SceneSampler(7, Split.TEST, 1, 6).sample(11));
  }

  @Test
  void splitsShareNoPairWithWhatIsHeldOut() {
    var heldOut = new HashSet<>(Split.HELD_OUT.pairs());
    assertThat(heldOut).hasSize(Colour.values().length);
    assertThat(heldOut.stream().map(Split.Pair::colour).distinct()).hasSize(heldOut.size());
    assertThat(heldOut.stream().map(Split.Pair::shape).distinct()).hasSize(heldOut.size());
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      assertThat(scenes(split).flatMap(scene -> scene.objects().stream()))
          .noneMatch(object -> heldOut.contains(pair(object)));
    }
    assertThat(scenes(Split.HELD_OUT).flatMap(scene -> scene.objects().stream()))
        .allMatch(object -> heldOut.contains(pair(object)));
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void everyPairComesUp(Split split) {
    assertThat(scenes(split).flatMap(scene -> scene.objects().stream()).map(SceneSamplerTest::pair))
        .containsAll(split.pairs());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void takesAsManyObjectsAsAsked(int count) {
    var sampler = new SceneSampler(1, Split.TRAIN, count, count);
    assertThat(LongStream.range(0, 50).mapToObj(sampler::sample))
        .allMatch(scene -> scene.objects().size() == count);
  }

  @Test
  void objectsDoNotTouchOrStandOnTheirSupport() {
    var stacked = new ArrayList<SceneObject>();
    scenes(Split.TRAIN)
        .forEach(
            scene -> {
              for (int i = 0; i < scene.objects().size(); i++) {
                SceneObject object = scene.objects().get(i);
                if (object.support().isPresent()) {
                  SceneObject support = scene.objects().get(object.support().get());
                  assertThat(support.shape().carries()).isTrue();
                  assertThat(object.y()).isEqualTo(support.height());
                  stacked.add(object);
                  continue;
                }
                assertThat(object.y()).isZero();
                for (SceneObject other : scene.objects().subList(0, i)) {
                  if (other.support().isEmpty()) {
                    assertThat(Math.hypot(object.x() - other.x(), object.z() - other.z()))
                        .isGreaterThan(object.radius() + other.radius());
                  }
                }
              }
            });
    assertThat(stacked).isNotEmpty();
  }

  @Test
  void twoObjectsHaveARelationAndItsConverse() {
    var sampler = new SceneSampler(3, Split.TRAIN, 2, 2);
    LongStream.range(0, SCENES)
        .mapToObj(sampler::sample)
        .forEach(
            scene -> {
              Scene.Placement first = scene.placements().getFirst();
              SceneObject subject = scene.objects().get(first.subject());
              SceneObject object = scene.objects().get(first.object());
              switch (first.relation()) {
                case LEFT_OF -> assertThat(subject.x()).isLessThan(object.x());
                case RIGHT_OF -> assertThat(subject.x()).isGreaterThan(object.x());
                case BEHIND -> assertThat(subject.z()).isLessThan(object.z());
                case IN_FRONT_OF -> assertThat(subject.z()).isGreaterThan(object.z());
                case ON -> assertThat(subject.y()).isGreaterThan(object.y());
              }
              assertThat(scene.placements()).hasSize(first.relation() == Relation.ON ? 1 : 2);
            });
  }

  @Test
  void refusesNumbersOfObjectsThatNoSceneHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneSampler(0, Split.TRAIN, 0, 6))
        .withMessageContaining("found 0 and 6");
    assertThatIllegalArgumentException().isThrownBy(() -> new SceneSampler(0, Split.TRAIN, 3, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new SceneSampler(0, Split.TRAIN, 1, 7));
  }
}

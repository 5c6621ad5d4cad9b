package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.detect.Box;
import dev.jclip.grounding.space.DepthImage;
import dev.jclip.grounding.space.Direction;
import dev.jclip.grounding.space.Frame.Camera;
import dev.jclip.grounding.space.Frame.Robot;
import dev.jclip.grounding.space.Intrinsics;
import dev.jclip.grounding.space.Mask;
import dev.jclip.grounding.space.ObjectLocator;
import dev.jclip.grounding.space.Plane;
import dev.jclip.grounding.space.Point;
import dev.jclip.grounding.space.RigidTransform;
import dev.jclip.grounding.space.SpaceObject;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Split;
import dev.jclip.scene.render.RenderedDepth;
import dev.jclip.scene.render.Rendering;
import dev.jclip.scene.render.SceneRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Where objects of rendered scenes are, by their depth, against where they were put. Errors are
 * those of the objects' middles, as shares of the distance from the camera.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpaceOfScenesTest {
  /** A scene's unit of length in metres: a ball of 9 cm before a camera in 90 cm. */
  private static final double UNIT = 0.1;

  private static final int SIZE = 128;
  private static final int SCENES = 40;
  private static final int SEEN = 60;

  private final List<Seen> all = new ArrayList<>();

  /** An object that is seen, and where its middle is in the scene. */
  private record Seen(View view, SceneObject object, Box box, Mask mask, Point<Robot> middle) {
    double error(SpaceObject<Camera> found) {
      return found.in(view.toScene()).centre().distance(middle)
          / view.toScene().inverse().apply(middle).distance(new Point<>(0, 0, 0));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // one number a pixel
  private record View(
      Intrinsics intrinsics, float[] depths, RigidTransform<Camera, Robot> toScene) {
    ObjectLocator locator() {
      return new ObjectLocator(intrinsics);
    }

    DepthImage depth() {
      return DepthImage.of(SIZE, SIZE, depths, UNIT);
    }

    /** Of a camera that errs by three thousandths, and misses every tenth pixel. */
    DepthImage noisyDepth() {
      var random = new Random(1);
      float[] noisy = depths.clone();
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] *= random.nextInt(10) == 0 ? 0 : (float) (1 + 0.003 * random.nextGaussian());
      }
      return DepthImage.of(SIZE, SIZE, noisy, UNIT);
    }

    Plane<Camera> table() {
      return new Plane<Robot>(new Direction<>(0, 1, 0), 0).in(toScene.inverse());
    }
  }

  @BeforeAll
  void render() {
    var sampler = new SceneSampler(5, Split.TEST, 1, SceneSampler.MAX_OBJECTS);
    var renderer = new SceneRenderer(SIZE);
    for (int i = 0; i < SCENES; i++) {
      Scene scene = sampler.sample(i);
      Rendering rendering = renderer.render(scene);
      View view = view(renderer.depth(scene));
      for (int index = 0; index < scene.objects().size(); index++) {
        if (rendering.pixels(index) >= SEEN) {
          all.add(seen(view, rendering, scene.objects().get(index), index));
        }
      }
    }
    assertThat(all).hasSizeGreaterThan(60);
  }

  private static View view(RenderedDepth rendered) {
    RenderedDepth.Camera camera = rendered.camera();
    double focal = camera.focalLength();
    double principal = camera.principalPoint();
    return new View(
        new Intrinsics(SIZE, SIZE, focal, focal, principal, principal),
        rendered.depths(),
        RigidTransform.ofMatrix(camera.scaled(UNIT).toScene()));
  }

  private static Seen seen(View view, Rendering rendering, SceneObject object, int index) {
    Rendering.Box box = rendering.box(index).orElseThrow();
    boolean[] pixels = new boolean[SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = rendering.objects()[i] == index;
    }
    return new Seen(
        view,
        object,
        new Box(box.x(), box.y(), box.x() + box.width(), box.y() + box.height()),
        new Mask(SIZE, SIZE, pixels),
        new Point<>(
            UNIT * object.x(), UNIT * (object.y() + object.height() / 2), UNIT * object.z()));
  }

  private List<Double> errors(Function<Seen, SpaceObject<Camera>> way) {
    return all.stream().map(seen -> seen.error(way.apply(seen))).sorted().toList();
  }

  private static double quantile(List<Double> rising, double share) {
    return rising.get((int) (share * (rising.size() - 1)));
  }

  @Test
  void depthInABoxTellsTheMiddle() {
    List<Double> errors =
        errors(seen -> seen.view().locator().locate(seen.box(), seen.view().depth()));
    assertThat(quantile(errors, 0.5)).isLessThan(0.005);
    assertThat(quantile(errors, 0.9)).isLessThan(0.02);
  }

  @Test
  void depthInAMaskTellsTheMiddle() {
    List<Double> errors =
        errors(seen -> seen.view().locator().locate(seen.mask(), seen.view().depth()));
    assertThat(quantile(errors, 0.5)).isLessThan(0.005);
    assertThat(quantile(errors, 0.9)).isLessThan(0.02);
  }

  @Test
  void noiseAndHolesAreBorne() {
    List<Double> errors =
        errors(seen -> seen.view().locator().locate(seen.box(), seen.view().noisyDepth()));
    assertThat(quantile(errors, 0.5)).isLessThan(0.01);
  }

  @Test
  void aKnownTableAloneTellsRoughlyWhatStandsOnIt() {
    List<Double> errors =
        all.stream()
            .filter(seen -> seen.object().support().isEmpty())
            .map(
                seen ->
                    seen.error(
                        seen.view().locator().onTable(seen.view().table()).locate(seen.box())))
            .sorted()
            .toList();
    assertThat(quantile(errors, 0.5)).isLessThan(0.02);
  }

  @Test
  void heightsAreThoseOfTheObjects() {
    List<Double> errors =
        all.stream()
            .map(
                seen ->
                    Math.abs(
                        seen.view()
                                    .locator()
                                    .locate(seen.mask(), seen.view().depth())
                                    .box()
                                    .thirdLength()
                                / (UNIT * seen.object().height())
                            - 1))
            .sorted()
            .toList();
    assertThat(quantile(errors, 0.5)).isLessThan(0.05);
  }
}

package dev.jclip.scene.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.scene.Backdrop;
import dev.jclip.scene.Colour;
import dev.jclip.scene.Material;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.Shape;
import dev.jclip.scene.Size;
import dev.jclip.scene.render.SceneCamera.GroundPoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SceneCameraTest {
  private static final int SIZE = 96;
  private static final Scene.Camera CAMERA = new Scene.Camera(0.6, 1.5, 0.1);
  private static final SceneCamera VIEW = new SceneCamera(CAMERA, SIZE);

  private static SceneObject ball(double x, double z) {
    return new SceneObject(
        Shape.BALL, Colour.RED, Material.MATTE, Size.LARGE, x, 0, z, 0, Optional.empty());
  }

  private static Scene scene(SceneObject... objects) {
    return new Scene(List.of(objects), Backdrop.WHITE_TABLE, CAMERA, new Scene.Light(-0.8, 0.9, 0));
  }

  @Test
  void theGroundIsWhereItsPixelsShowIt() {
    GroundPoint place = VIEW.ground(30.5, 60.5).orElseThrow();
    SceneObject plate =
        new SceneObject(
            Shape.PLATE,
            Colour.RED,
            Material.MATTE,
            Size.SMALL,
            place.x(),
            0,
            place.z(),
            0,
            Optional.empty());
    Rendering rendering = new SceneRenderer(SIZE).render(scene(plate));
    assertThat(rendering.objects()[60 * SIZE + 30]).isZero();
    Rendering.Box box = rendering.box(0).orElseThrow();
    assertThat(box.x() + box.width() / 2.0).isCloseTo(30.5, within(1.0));
    assertThat(box.y() + box.height() / 2.0).isCloseTo(60.5, within(3.0));
    var low = new SceneCamera(new Scene.Camera(0.1, 3, 0), SIZE);
    assertThat(low.ground(48, 1)).isEmpty();
  }

  private static float[] depth(Scene scene) {
    return new SceneRenderer(SIZE).depth(scene).depths();
  }

  @Test
  void depthIsThatOfTheNearestThing() {
    float[] empty = depth(scene());
    float[] depth = depth(scene(ball(0.15, 0)));
    Rendering rendering = new SceneRenderer(SIZE).render(scene(ball(0.15, 0)));
    for (int i = 0; i < depth.length; i++) {
      if (rendering.objects()[i] == 0) {
        assertThat(depth[i]).isLessThan(empty[i]).isBetween(8.4f, 9.4f);
      } else {
        assertThat(depth[i]).isEqualTo(empty[i]);
      }
    }
  }

  @Test
  void pointsOfTheDepthLieOnTheBall() {
    float[] depth = depth(scene(ball(0.15, 0)));
    Rendering rendering = new SceneRenderer(SIZE).render(scene(ball(0.15, 0)));
    Rendering.Box box = rendering.box(0).orElseThrow();
    double focal = VIEW.focalLength();
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < depth.length; i++) {
      if (rendering.objects()[i] == 0) {
        nearest = Math.min(nearest, depth[i]);
      }
    }
    // The ball's diameter, from its width in pixels at the depth of its middle.
    assertThat(box.width() * (nearest + 0.45) / focal).isCloseTo(0.9, within(0.04));
  }

  @Test
  void whatReachesBeyondTheImageIsNotInView() {
    assertThat(VIEW.isInView(ball(0, 0))).isTrue();
    assertThat(VIEW.isInView(ball(1.4, 0))).isFalse();
    assertThat(VIEW.isInView(ball(0, 2.5))).isFalse();
  }
}

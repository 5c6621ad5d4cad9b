package dev.jclip.scene.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.jclip.scene.Backdrop;
import dev.jclip.scene.Colour;
import dev.jclip.scene.Material;
import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Shape;
import dev.jclip.scene.Size;
import dev.jclip.scene.Split;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SceneRendererTest {
  private static SceneObject object(Shape shape, Colour colour, double x, double z) {
    return new SceneObject(
        shape, colour, Material.MATTE, Size.LARGE, x, 0, z, 0.3, Optional.empty());
  }

  private static Rendering render(Backdrop backdrop, SceneObject... objects) {
    var scene =
        new Scene(
            List.of(objects),
            backdrop,
            new Scene.Camera(0.6, 1.5, 0),
            new Scene.Light(-0.8, 0.9, 0));
    return new SceneRenderer(64).render(scene);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyShapeIsSeenWhereItStands(Shape shape) {
    Rendering rendering = render(Backdrop.WHITE_TABLE, object(shape, Colour.RED, 0, 0));
    Rendering.Box box = rendering.box(0).orElseThrow();
    assertThat(rendering.pixels(0)).isGreaterThan(80);
    assertThat(box.x() + box.width() / 2.0).isBetween(27.0, 37.0);
    assertThat(box.y() + box.height() / 2.0).isBetween(22.0, 42.0);
  }

  @ParameterizedTest
  @EnumSource(Colour.class)
  void colourIsTheNearestToItsName(Colour colour) {
    Rendering rendering = render(Backdrop.DARK_TABLE, object(Shape.BALL, colour, 0, 0));
    double[] mean = new double[3];
    for (int i = 0; i < rendering.objects().length; i++) {
      if (rendering.objects()[i] == 0) {
        for (int c = 0; c < 3; c++) {
          mean[c] += (rendering.image().rgb()[3 * i + c] & 255) / (double) rendering.pixels(0);
        }
      }
    }
    assertThat(nearest(mean)).isEqualTo(colour);
  }

  private static Colour nearest(double[] rgb) {
    return Arrays.stream(Colour.values())
        .min(Comparator.comparingDouble(colour -> distance(colour.srgb(), rgb)))
        .orElseThrow();
  }

  private static double distance(int srgb, double[] rgb) {
    return Math.hypot(
        Math.hypot((srgb >> 16 & 255) - rgb[0], (srgb >> 8 & 255) - rgb[1]), (srgb & 255) - rgb[2]);
  }

  @Test
  void whatIsInFrontHidesWhatIsBehind() {
    SceneObject bottle = object(Shape.BOTTLE, Colour.BLUE, 0, 0.7);
    SceneObject cube = object(Shape.CUBE, Colour.GREEN, 0, -0.5);
    int alone = render(Backdrop.SAND, cube).pixels(0);
    Rendering both = render(Backdrop.SAND, bottle, cube);
    assertThat(both.pixels(1)).isLessThan(alone).isPositive();
    assertThat(both.pixels(0)).isEqualTo(render(Backdrop.SAND, bottle).pixels(0));
  }

  @Test
  void theLampIsOnTheLeftSoTheShadowIsOnTheRight() {
    Rendering rendering = render(Backdrop.WHITE_TABLE, object(Shape.CYLINDER, Colour.WHITE, 0, 0));
    Rendering.Box box = rendering.box(0).orElseThrow();
    int row = box.y() + box.height() - 6;
    assertThat(level(rendering, box.x() + box.width() + 1, row))
        .isLessThan(level(rendering, box.x() - 2, row) - 40);
  }

  @Test
  void shadowsEndSoftly() {
    Rendering rendering = render(Backdrop.WHITE_TABLE, object(Shape.CYLINDER, Colour.WHITE, 0, 0));
    Rendering.Box box = rendering.box(0).orElseThrow();
    int row = box.y() + box.height() - 6;
    int dark = level(rendering, box.x() + box.width() + 1, row);
    int lit = level(rendering, 62, row);
    assertThat(
            IntStream.range(box.x() + box.width() + 1, 62)
                .map(x -> level(rendering, x, row))
                .filter(level -> level > dark + (lit - dark) / 5 && level < lit - (lit - dark) / 5)
                .count())
        .isGreaterThan(2);
  }

  @Test
  void theGroundAtAFootIsDarker() {
    Rendering rendering = render(Backdrop.WHITE_TABLE, object(Shape.CYLINDER, Colour.WHITE, 0, 0));
    Rendering.Box box = rendering.box(0).orElseThrow();
    int row = box.y() + box.height() - 6;
    assertThat(level(rendering, box.x() - 2, row)).isLessThan(level(rendering, 2, row) - 5);
  }

  @Test
  void metalMirrorsWhatIsBesideIt() {
    assertThat(reddish(Material.METAL)).isGreaterThan(4);
    assertThat(reddish(Material.MATTE)).isZero();
  }

  /** How many pixels of a white ball beside a red cube are red. */
  private static long reddish(Material material) {
    var ball =
        new SceneObject(
            Shape.BALL, Colour.WHITE, material, Size.LARGE, -0.5, 0, 0, 0, Optional.empty());
    Rendering rendering =
        render(Backdrop.WHITE_TABLE, ball, object(Shape.CUBE, Colour.RED, 0.5, 0));
    byte[] rgb = rendering.image().rgb();
    return IntStream.range(0, rendering.objects().length)
        .filter(i -> rendering.objects()[i] == 0)
        .filter(i -> (rgb[3 * i] & 255) > (rgb[3 * i + 1] & 255) + 40)
        .count();
  }

  private static int level(Rendering rendering, int x, int y) {
    return rendering.image().rgb()[3 * (y * rendering.image().width() + x)] & 255;
  }

  @Test
  void runsCoverThePictureAndCountThePixels() {
    Rendering rendering = render(Backdrop.SAND, object(Shape.RING, Colour.PINK, 0.3, 0));
    int[] runs = rendering.runs(0);
    assertThat(IntStream.of(runs).sum()).isEqualTo(64 * 64);
    assertThat(IntStream.range(0, runs.length).filter(i -> i % 2 == 1).map(i -> runs[i]).sum())
        .isEqualTo(rendering.pixels(0));
  }

  @Test
  void largerPicturesShowTheSame() {
    Scene scene = new SceneSampler(5, Split.TEST, 3, 3).sample(0);
    Rendering small = new SceneRenderer(48).render(scene);
    Rendering large = new SceneRenderer(144).render(scene);
    for (int i = 0; i < 3; i++) {
      assertThat(large.pixels(i) / 9.0).isCloseTo(small.pixels(i), offset(12.0));
    }
    assertThat(new SceneRenderer(48).render(scene).image().rgb()).isEqualTo(small.image().rgb());
  }

  @Test
  void objectsAreHardlyEverHidden() {
    var sampler = new SceneSampler(9, Split.TRAIN, 2, 6);
    var renderer = new SceneRenderer(64);
    long hidden =
        IntStream.range(0, 150)
            .mapToLong(
                index -> {
                  Rendering rendering = renderer.render(sampler.sample(index));
                  return IntStream.range(0, sampler.sample(index).objects().size())
                      .filter(i -> rendering.pixels(i) < 8)
                      .count();
                })
            .sum();
    assertThat(hidden).isLessThanOrEqualTo(4);
  }

  @Test
  void refusesSizesThatMakeNoPicture() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneRenderer(7))
        .withMessageContaining("found 7");
    assertThatIllegalArgumentException().isThrownBy(() -> new SceneRenderer(4097));
  }
}

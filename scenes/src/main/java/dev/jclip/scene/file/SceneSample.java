package dev.jclip.scene.file;

import dev.jclip.scene.Scene;
import dev.jclip.scene.SceneCaptions;
import dev.jclip.scene.SceneObject;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.render.RenderedDepth;
import dev.jclip.scene.render.Rendering;
import dev.jclip.scene.render.SceneRenderer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A scene as data sets hold it.
 *
 * @param name within its set, such as {@code test-00000012}
 * @param depth a PNG of 16 bits in millimetres, if it is asked for
 * @param record captions of each kind, the objects with boxes and masks, and their relations
 */
@SuppressWarnings("ArrayRecordComponent") // a file's bytes
record SceneSample(
    String name,
    Scene scene,
    SceneCaptions captions,
    byte[] png,
    Optional<byte[]> depth,
    ObjectNode record) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A scene's unit of length in metres: a ball has 9 cm, and is 90 cm from the camera. */
  private static final double UNIT = 0.1;

  private static final double MILLIMETRE = 0.001;

  static SceneSample render(SceneSampler sampler, SceneRenderer renderer, long index) {
    Scene scene = sampler.sample(index);
    Rendering rendering = renderer.render(scene);
    String name = "%s-%08d".formatted(sampler.split().name().toLowerCase(Locale.ROOT), index);
    SceneCaptions captions = SceneCaptions.of(scene);
    return new SceneSample(
        name,
        scene,
        captions,
        png(rendering.image().toBufferedImage()),
        Optional.empty(),
        record(name, scene, captions, rendering));
  }

  /** The same with its depth in millimetres, and with the camera in its record. */
  SceneSample withDepth(SceneRenderer renderer) {
    RenderedDepth rendered = renderer.depth(scene);
    int size = rendered.size();
    var image = new BufferedImage(size, size, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < rendered.depths().length; i++) {
      int level = (int) Math.round(UNIT / MILLIMETRE * rendered.depths()[i]);
      image.getRaster().setSample(i % size, i / size, 0, Math.min(level, 0xFFFF));
    }
    RenderedDepth.Camera camera = rendered.camera();
    ObjectNode withCamera = record.deepCopy();
    ObjectNode node =
        withCamera
            .putObject("camera")
            .put("width", size)
            .put("height", size)
            .put("fx", camera.focalLength())
            .put("fy", camera.focalLength())
            .put("cx", camera.principalPoint())
            .put("cy", camera.principalPoint())
            .put("position_unit", UNIT);
    ArrayNode toScene = node.putArray("to_scene");
    camera.scaled(UNIT).toScene().forEach(toScene::add);
    return new SceneSample(name, scene, captions, png, Optional.of(png(image)), withCamera);
  }

  /** The caption that says most plainly what there is. */
  String caption() {
    return captions.scene().getFirst();
  }

  byte[] json() {
    return JSON.writeValueAsString(record).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] png(BufferedImage image) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", bytes)) {
        throw new IOException("this JDK has no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ObjectNode record(
      String name, Scene scene, SceneCaptions captions, Rendering rendering) {
    ObjectNode record = JSON.createObjectNode().put("id", name);
    if (scene.objects().size() == 1) {
      SceneObject only = scene.objects().getFirst();
      record.put("label", only.name());
      record.put("shape", only.shape().toString());
      record.put("colour", only.colour().toString());
    }
    captions.byKind().forEach((kind, texts) -> strings(record.putArray("caption_" + kind), texts));
    record.put("backdrop", scene.backdrop().toString());
    record.putArray("size").add(rendering.image().width()).add(rendering.image().height());
    ArrayNode objects = record.putArray("objects");
    for (int i = 0; i < scene.objects().size(); i++) {
      describe(objects.addObject(), scene.objects().get(i), i, rendering);
    }
    ArrayNode relations = record.putArray("relations");
    for (Scene.Placement placement : scene.placements()) {
      relations
          .addObject()
          .put("subject", placement.subject())
          .put("relation", placement.relation().toString())
          .put("object", placement.object());
    }
    return record;
  }

  private static void describe(
      ObjectNode node, SceneObject object, int index, Rendering rendering) {
    node.put("shape", object.shape().toString())
        .put("colour", object.colour().toString())
        .put("material", object.material().toString())
        .put("size", object.size().toString())
        .put("pixels", rendering.pixels(index));
    node.putArray("position").add(object.x()).add(object.y()).add(object.z());
    object.support().ifPresent(support -> node.put("on", support));
    rendering
        .box(index)
        .ifPresent(
            box ->
                node.putArray("box").add(box.x()).add(box.y()).add(box.width()).add(box.height()));
    ArrayNode mask = node.putArray("mask");
    for (int run : rendering.runs(index)) {
      mask.add(run);
    }
  }

  private static void strings(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}

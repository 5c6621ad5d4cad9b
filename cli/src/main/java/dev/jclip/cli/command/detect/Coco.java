package dev.jclip.cli.command.detect;

import dev.jclip.detect.Box;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What COCO's files of results and its data sets have in common. */
final class Coco {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Coco() {}

  /** A value as JSON in one line. */
  static String json(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * The members that name an image and a query and say where the object is.
   *
   * @param box the object's, in pixels of the image
   */
  static Map<String, Object> place(FoundImage image, FoundObject object, Box box) {
    var members = new LinkedHashMap<String, Object>();
    members.put("image_id", image.number());
    members.put("category_id", category(object.detection().query()));
    members.put("bbox", List.of(box.left(), box.top(), box.width(), box.height()));
    object.region().ifPresent(region -> members.put("segmentation", segmentation(region)));
    members.put("score", object.detection().score());
    return members;
  }

  /** A query's number. */
  static int category(int query) {
    return query + 1;
  }

  private static Map<String, Object> segmentation(Region region) {
    var members = new LinkedHashMap<String, Object>();
    members.put("size", List.of(region.height(), region.width()));
    members.put("counts", region.runLengths());
    return members;
  }
}

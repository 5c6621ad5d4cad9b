package dev.jclip.checkpoint;

import dev.jclip.config.JsonFields;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.ResizeMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Preprocessing as the peers write it. */
final class PreprocessJson {
  /** Pillow's numbers for its filters, which transformers stores. */
  private static final List<Interpolation> BY_PILLOW_NUMBER =
      List.of(
          Interpolation.NEAREST,
          Interpolation.LANCZOS,
          Interpolation.BILINEAR,
          Interpolation.BICUBIC,
          Interpolation.BOX,
          Interpolation.HAMMING);

  private PreprocessJson() {}

  /**
   * Reads a {@code preprocessor_config.json}; absent fields are those of CLIP's image processor.
   */
  static PreprocessConfig readHuggingFace(JsonFields fields, int imageSize) {
    for (String step : List.of("do_resize", "do_normalize", "do_rescale")) {
      if (!fields.booleanOr(step, true)) {
        throw fields.wrong(step, "true, since CLIP's pictures go through this step");
      }
    }
    Size crop = size(fields, "crop_size", imageSize);
    boolean cropped = fields.booleanOr("do_center_crop", true);
    Size size = size(fields, "size", imageSize);
    Size result = cropped ? crop : size;
    boolean squash = !size.shortestEdge();
    return checked(
        fields,
        imageSize,
        () ->
            new PreprocessConfig(
                result.width(),
                result.height(),
                squash ? ResizeMode.SQUASH : ResizeMode.SHORTEST,
                size.height(),
                pillowFilter(fields),
                CropRounding.FLOOR,
                fields.floatListOr("image_mean", PreprocessConfig.OPENAI_MEAN),
                fields.floatListOr("image_std", PreprocessConfig.OPENAI_STD),
                0));
  }

  private record Size(int width, int height, boolean shortestEdge) {}

  private static Size size(JsonFields fields, String name, int imageSize) {
    if (!fields.has(name)) {
      return new Size(imageSize, imageSize, true);
    }
    if (fields.isNumber(name)) {
      int side = fields.requiredInt(name);
      return new Size(side, side, true);
    }
    JsonFields sides = fields.object(name).orElseThrow();
    if (sides.has("shortest_edge")) {
      int side = sides.requiredInt("shortest_edge");
      return new Size(side, side, true);
    }
    return new Size(sides.requiredInt("width"), sides.requiredInt("height"), false);
  }

  private static Interpolation pillowFilter(JsonFields fields) {
    int number = fields.intOr("resample", BY_PILLOW_NUMBER.indexOf(Interpolation.BICUBIC));
    if (number < 0 || number >= BY_PILLOW_NUMBER.size()) {
      throw fields.wrong("resample", "one of Pillow's filters 0..5");
    }
    return BY_PILLOW_NUMBER.get(number);
  }

  /** Reads a {@code preprocess_cfg}; absent fields have open_clip's defaults. */
  static PreprocessConfig readOpenClip(JsonFields fields, int imageSize) {
    int[] sides = sides(fields, imageSize);
    boolean square = sides[0] == sides[1];
    ResizeMode mode =
        switch (fields.stringOr("resize_mode", "shortest")) {
          case "shortest" -> square ? ResizeMode.SHORTEST : ResizeMode.COVER;
          case "longest" -> ResizeMode.LONGEST;
          case "squash" -> ResizeMode.SQUASH;
          default -> throw fields.wrong("resize_mode", "shortest, longest or squash");
        };
    Interpolation interpolation =
        switch (fields.stringOr("interpolation", "bicubic")) {
          case "bicubic", "random" -> Interpolation.BICUBIC;
          case "bilinear" -> Interpolation.BILINEAR;
          default -> throw fields.wrong("interpolation", "bicubic or bilinear");
        };
    return checked(
        fields,
        imageSize,
        () ->
            new PreprocessConfig(
                sides[1],
                sides[0],
                mode,
                Math.min(sides[0], sides[1]),
                interpolation,
                CropRounding.HALF_EVEN,
                fields.floatListOr("mean", PreprocessConfig.OPENAI_MEAN),
                fields.floatListOr("std", PreprocessConfig.OPENAI_STD),
                fields.intOr("fill_color", 0)));
  }

  private static int[] sides(JsonFields fields, int imageSize) {
    Optional<List<Integer>> pair = fields.intList("size");
    if (pair.isEmpty()) {
      int side = fields.intOr("size", imageSize);
      return new int[] {side, side};
    }
    if (pair.get().size() != 2) {
      throw fields.wrong("size", "one side or two");
    }
    return new int[] {pair.get().get(0), pair.get().get(1)};
  }

  private static PreprocessConfig checked(
      JsonFields fields, int imageSize, java.util.function.Supplier<PreprocessConfig> maker) {
    try {
      PreprocessConfig config = maker.get();
      if (config.width() != imageSize || config.height() != imageSize) {
        throw new CheckpointException(
            "%s: expected pictures of %dx%d pixels, which the image tower takes, found %dx%d"
                .formatted(fields.file(), imageSize, imageSize, config.width(), config.height()));
      }
      return config;
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(fields.file() + ": " + e.getMessage(), e);
    }
  }

  /** Writes what transformers' CLIP image processor reads. */
  static Map<String, Object> writeHuggingFace(PreprocessConfig config) {
    var fields = new LinkedHashMap<String, Object>();
    Map<String, Object> sides = Map.of("height", config.height(), "width", config.width());
    switch (config.resizeMode()) {
      case SHORTEST -> fields.put("size", Map.of("shortest_edge", config.shortestEdge()));
      case SQUASH -> fields.put("size", sides);
      case COVER, LONGEST ->
          throw new CheckpointException(
              "transformers' CLIP image processor cannot express the resize mode %s; write the open_clip layout"
                  .formatted(config.resizeMode()));
    }
    fields.put("crop_size", sides);
    fields.put("do_resize", true);
    fields.put("do_center_crop", true);
    fields.put("do_rescale", true);
    fields.put("do_normalize", true);
    fields.put("do_convert_rgb", true);
    fields.put("resample", BY_PILLOW_NUMBER.indexOf(config.interpolation()));
    fields.put("image_mean", config.mean());
    fields.put("image_std", config.std());
    fields.put("image_processor_type", "CLIPImageProcessor");
    return fields;
  }

  /** Writes a {@code preprocess_cfg} that open_clip reads. */
  static Map<String, Object> writeOpenClip(PreprocessConfig config) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("size", List.of(config.height(), config.width()));
    fields.put("mode", "RGB");
    fields.put("mean", config.mean());
    fields.put("std", config.std());
    fields.put("interpolation", openClipFilter(config.interpolation()));
    fields.put(
        "resize_mode",
        switch (config.resizeMode()) {
          case SHORTEST, COVER -> "shortest";
          case LONGEST -> "longest";
          case SQUASH -> "squash";
        });
    fields.put("fill_color", config.fillColor());
    return fields;
  }

  private static String openClipFilter(Interpolation interpolation) {
    return switch (interpolation) {
      case BICUBIC -> "bicubic";
      case BILINEAR -> "bilinear";
      case NEAREST, BOX, HAMMING, LANCZOS ->
          throw new CheckpointException(
              "open_clip cannot express the filter %s; write the transformers layout"
                  .formatted(interpolation));
    };
  }
}

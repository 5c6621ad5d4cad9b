package dev.jclip.checkpoint;

import dev.jclip.error.CheckpointException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  private static final String SIZE = "size";
  private static final String CROP = "do_center_crop";
  private static final String CROP_SIZE = "crop_size";

  /** The factor that brings samples 0..255 to 0..1, which transformers writes out. */
  private static final double PER_LEVEL = 1.0 / 255;

  private PreprocessJson() {}

  /**
   * Reads the settings of an image processor of transformers as its Pillow form follows them.
   *
   * @param fields of {@code preprocessor_config.json}, or {@code image_processor} of {@code
   *     processor_config.json}
   * @param processor the processor that is meant where the settings name none
   */
  static PreprocessConfig readHuggingFace(JsonFields fields, String processor, int imageSize) {
    return checked(
        fields,
        imageSize,
        () -> imageProcessor(fields, ImageProcessorDefaults.of(fields, processor), imageSize));
  }

  /**
   * Reads the settings of an image processor of transformers for a model that takes images of any
   * size.
   *
   * @param processor the processor that is meant where the settings name none
   */
  static PreprocessConfig readHuggingFace(JsonFields fields, String processor) {
    try {
      ImageProcessorDefaults defaults = ImageProcessorDefaults.of(fields, processor);
      return imageProcessor(fields, defaults, defaults.side());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(fields.file() + ": " + e.getMessage(), e);
    }
  }

  private static PreprocessConfig imageProcessor(
      JsonFields fields, ImageProcessorDefaults defaults, int imageSize) {
    if (defaults.resize() instanceof Resize.PaddedSquare square) {
      return paddedSquare(fields, defaults, square);
    }
    if (fields.booleanOr("do_pad", false)) {
      throw fields.wrong("do_pad", "false, since jclip adds no borders after the crop");
    }
    Resize resize =
        fields.booleanOr("do_resize", true) ? resize(fields, defaults) : new Resize.Unscaled();
    boolean crops = fields.booleanOr(CROP, defaults.crops());
    int[] sides = crops ? cropSides(fields, defaults) : uncroppedSides(fields, resize, imageSize);
    Normalization numbers = Normalization.of(fields, defaults);
    return new PreprocessConfig(
        sides[0],
        sides[1],
        resize,
        pillowFilter(fields, defaults),
        crops ? CropRounding.FLOOR : CropRounding.NO_CROP,
        numbers.mean(),
        numbers.std(),
        0);
  }

  /** As OWLv2's processor does it, which takes neither a filter nor a crop from its settings. */
  private static PreprocessConfig paddedSquare(
      JsonFields fields, ImageProcessorDefaults defaults, Resize.PaddedSquare square) {
    for (String step : List.of("do_pad", "do_resize")) {
      if (!fields.booleanOr(step, true)) {
        throw fields.wrong(step, "true, since jclip has no other way to prepare images for OWLv2");
      }
    }
    int side = fields.has(SIZE) ? squareSide(fields) : square.side();
    Normalization numbers = Normalization.of(fields, defaults);
    return new PreprocessConfig(
        side,
        side,
        new Resize.PaddedSquare(side, square.fill()),
        defaults.filter(),
        CropRounding.NO_CROP,
        numbers.mean(),
        numbers.std(),
        0);
  }

  private static int squareSide(JsonFields fields) {
    if (fields.isNumber(SIZE)) {
      return fields.requiredInt(SIZE);
    }
    int[] sides =
        heightAndWidth(fields, SIZE)
            .orElseThrow(() -> fields.wrong(SIZE, "a number, or an object with height and width"));
    if (sides[0] != sides[1]) {
      throw fields.wrong(SIZE, "equal sides");
    }
    return sides[0];
  }

  private static Resize resize(JsonFields fields, ImageProcessorDefaults defaults) {
    fields.refuse(
        "use_square_size",
        "versions 4 and 5 of transformers take it for different sizes; write the sides as size.height and size.width");
    if (!fields.has(SIZE)) {
      return defaults.resize();
    }
    if (fields.isNumber(SIZE)) {
      int side = fields.requiredInt(SIZE);
      return fields.booleanOr("default_to_square", defaults.square())
          ? new Resize.Squash(side, side)
          : new Resize.Shortest(side);
    }
    Optional<int[]> sides = heightAndWidth(fields, SIZE);
    if (sides.isPresent()) {
      return new Resize.Squash(sides.get()[0], sides.get()[1]);
    }
    JsonFields size = fields.requiredObject(SIZE);
    Set<String> names = Set.copyOf(size.names());
    if (names.equals(Set.of("shortest_edge"))) {
      return new Resize.Shortest(size.requiredInt("shortest_edge"));
    }
    if (names.equals(Set.of("shortest_edge", "longest_edge"))) {
      return new Resize.ShortestWithin(
          size.requiredInt("shortest_edge"), size.requiredInt("longest_edge"));
    }
    if (names.equals(Set.of("max_height", "max_width"))) {
      return new Resize.Within(size.requiredInt("max_width"), size.requiredInt("max_height"));
    }
    throw fields.wrong(
        SIZE,
        "a number, or an object with height and width, with shortest_edge, with shortest_edge and longest_edge, or with max_height and max_width, as transformers' Pillow processors take it");
  }

  /** Width and height of the crop. */
  private static int[] cropSides(JsonFields fields, ImageProcessorDefaults defaults) {
    if (!fields.has(CROP_SIZE)) {
      return new int[] {defaults.side(), defaults.side()};
    }
    if (fields.isNumber(CROP_SIZE)) {
      int side = fields.requiredInt(CROP_SIZE);
      return new int[] {side, side};
    }
    return heightAndWidth(fields, CROP_SIZE)
        .orElseThrow(() -> fields.wrong(CROP_SIZE, "a number, or an object with height and width"));
  }

  /** Width and height where they are written as a pair, or as an object with just these two. */
  private static Optional<int[]> heightAndWidth(JsonFields fields, String name) {
    Optional<List<Integer>> pair = fields.intList(name);
    if (pair.isPresent()) {
      if (pair.get().size() != 2) {
        throw fields.wrong(name, "a height and a width");
      }
      return Optional.of(new int[] {pair.get().get(1), pair.get().get(0)});
    }
    JsonFields sides = fields.requiredObject(name);
    return Set.copyOf(sides.names()).equals(Set.of("height", "width"))
        ? Optional.of(new int[] {sides.requiredInt("width"), sides.requiredInt("height")})
        : Optional.empty();
  }

  /** Without a crop it is the scaled image that the tower must take. */
  private static int[] uncroppedSides(JsonFields fields, Resize resize, int imageSize) {
    return switch (resize) {
      case Resize.Squash(int width, int height) -> new int[] {width, height};
      case Resize.Shortest(int edge) when edge != imageSize ->
          throw fields.wrong(
              SIZE,
              "shortest_edge %d, since nothing is cropped (%s is false) and the image tower takes %dx%d pixels"
                  .formatted(imageSize, CROP, imageSize, imageSize));
      default -> new int[] {imageSize, imageSize};
    };
  }

  /**
   * What becomes of a sample 0..255, as mean and deviation of samples in 0..1.
   *
   * @param mean per channel
   * @param std per channel
   */
  private record Normalization(List<Float> mean, List<Float> std) {
    static Normalization of(JsonFields fields, ImageProcessorDefaults defaults) {
      boolean normalizes = fields.booleanOr("do_normalize", true);
      List<Float> mean =
          normalizes ? channels(fields, "image_mean", defaults.mean()) : List.of(0f, 0f, 0f);
      List<Float> std =
          normalizes ? channels(fields, "image_std", defaults.std()) : List.of(1f, 1f, 1f);
      if (std.stream().anyMatch(value -> value <= 0)) {
        throw fields.wrong("image_std", "positive numbers");
      }
      double factor = 1;
      if (fields.booleanOr("do_rescale", true)) {
        factor = fields.doubleOr("rescale_factor", PER_LEVEL);
        if (factor <= 0) {
          throw fields.wrong("rescale_factor", "a positive number");
        }
      }
      return factor == PER_LEVEL
          ? new Normalization(mean, std)
          : new Normalization(inLevels(mean, factor), inLevels(std, factor));
    }

    /** One number stands for all channels. */
    private static List<Float> channels(JsonFields fields, String name, List<Float> fallback) {
      List<Float> values =
          fields.isNumber(name)
              ? Collections.nCopies(3, (float) fields.requiredDouble(name))
              : fields.floatListOr(name, fallback);
      if (values.size() != 3) {
        throw fields.wrong(name, "a number, or three: red, green, blue");
      }
      return values;
    }

    private static List<Float> inLevels(List<Float> values, double factor) {
      return values.stream().map(value -> (float) (value * PER_LEVEL / factor)).toList();
    }
  }

  private static Interpolation pillowFilter(JsonFields fields, ImageProcessorDefaults defaults) {
    int number = fields.intOr("resample", BY_PILLOW_NUMBER.indexOf(defaults.filter()));
    if (number < 0 || number >= BY_PILLOW_NUMBER.size()) {
      throw fields.wrong("resample", "one of Pillow's filters 0..5");
    }
    return BY_PILLOW_NUMBER.get(number);
  }

  /** Reads a {@code preprocess_cfg}; absent fields have open_clip's defaults. */
  static PreprocessConfig readOpenClip(JsonFields fields, int imageSize) {
    int[] sides = sides(fields, imageSize);
    boolean square = sides[0] == sides[1];
    Resize resize =
        switch (fields.stringOr("resize_mode", "shortest")) {
          case "shortest" -> square ? new Resize.Shortest(sides[0]) : new Resize.Cover();
          case "longest" -> new Resize.Longest();
          case "squash" -> new Resize.Squash(sides[1], sides[0]);
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
                resize,
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
            "%s: expected images of %dx%d pixels, which the image tower takes, found %dx%d"
                .formatted(fields.file(), imageSize, imageSize, config.width(), config.height()));
      }
      return config;
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(fields.file() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes what an image processor of transformers reads, with the keys in the same order each
   * time.
   *
   * @param processor its name, such as {@code CLIPImageProcessor}
   */
  static Map<String, Object> writeHuggingFace(PreprocessConfig config, String processor) {
    var fields = new LinkedHashMap<String, Object>();
    boolean crops = config.cropRounding() != CropRounding.NO_CROP;
    boolean resizes = !(config.resize() instanceof Resize.Unscaled);
    if (resizes) {
      fields.put(SIZE, new TreeMap<>(huggingFaceSize(config.resize())));
    }
    if (crops) {
      fields.put(
          CROP_SIZE, new TreeMap<>(Map.of("height", config.height(), "width", config.width())));
    }
    fields.put("do_resize", resizes);
    if (config.resize() instanceof Resize.PaddedSquare) {
      fields.put("do_pad", true);
    }
    fields.put(CROP, crops);
    fields.put("do_rescale", true);
    fields.put("do_normalize", true);
    fields.put("do_convert_rgb", true);
    fields.put("resample", BY_PILLOW_NUMBER.indexOf(config.interpolation()));
    fields.put("image_mean", config.mean());
    fields.put("image_std", config.std());
    fields.put("image_processor_type", processor);
    return fields;
  }

  private static Map<String, Object> huggingFaceSize(Resize resize) {
    return switch (resize) {
      case Resize.Shortest(int edge) -> Map.of("shortest_edge", edge);
      case Resize.ShortestWithin(int edge, int limit) ->
          Map.of("shortest_edge", edge, "longest_edge", limit);
      case Resize.Squash(int width, int height) -> Map.of("height", height, "width", width);
      case Resize.Within(int width, int height) -> Map.of("max_height", height, "max_width", width);
      case Resize.PaddedSquare(int side, _) -> Map.of("height", side, "width", side);
      case Resize.Cover _, Resize.Longest _, Resize.Unscaled _ ->
          throw new CheckpointException(
              "transformers' CLIP image processor cannot express the resize mode %s; write the open_clip layout"
                  .formatted(resize));
    };
  }

  /**
   * Writes a {@code preprocess_cfg} that open_clip reads; it may crop half a pixel from where
   * transformers does.
   */
  static Map<String, Object> writeOpenClip(PreprocessConfig config) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("size", List.of(config.height(), config.width()));
    fields.put("mode", "RGB");
    fields.put("mean", config.mean());
    fields.put("std", config.std());
    fields.put("interpolation", openClipFilter(config.interpolation()));
    fields.put("resize_mode", openClipMode(config));
    fields.put("fill_color", config.fillColor());
    return fields;
  }

  /** open_clip scales to the crop and nothing else. */
  private static String openClipMode(PreprocessConfig config) {
    int width = config.width();
    int height = config.height();
    return switch (config.resize()) {
      case Resize.Shortest(int edge) when width == height && width == edge -> "shortest";
      case Resize.Cover() -> "shortest";
      case Resize.Longest() -> "longest";
      case Resize.Squash(int w, int h) when w == width && h == height -> "squash";
      case Resize other ->
          throw new CheckpointException(
              "open_clip cannot express the resize mode %s before a crop of %dx%d; write the transformers layout"
                  .formatted(other, width, height));
    };
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

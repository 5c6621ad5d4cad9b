package dev.jclip.checkpoint;

import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import java.util.List;

/**
 * What an image processor of transformers does where its settings are silent.
 *
 * @param side of the images in pixels
 * @param square whether a size of one number is that of both sides, not of the shorter one
 * @param resize how it scales
 * @param crops whether it cuts out the centre
 * @param filter of the scaling
 * @param mean per channel
 * @param std per channel
 */
record ImageProcessorDefaults(
    int side,
    boolean square,
    Resize resize,
    boolean crops,
    Interpolation filter,
    List<Float> mean,
    List<Float> std) {
  private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

  private static final ImageProcessorDefaults CLIP =
      new ImageProcessorDefaults(
          224,
          false,
          new Resize.Shortest(224),
          true,
          Interpolation.BICUBIC,
          PreprocessConfig.OPENAI_MEAN,
          PreprocessConfig.OPENAI_STD);

  private static final ImageProcessorDefaults VIT =
      new ImageProcessorDefaults(
          224, true, new Resize.Squash(224, 224), false, Interpolation.BILINEAR, HALF, HALF);

  private static final ImageProcessorDefaults SIGLIP =
      new ImageProcessorDefaults(
          224, false, new Resize.Squash(224, 224), false, Interpolation.BICUBIC, HALF, HALF);

  private static final ImageProcessorDefaults OWL_VIT =
      new ImageProcessorDefaults(
          768,
          true,
          new Resize.Squash(768, 768),
          false,
          Interpolation.BICUBIC,
          PreprocessConfig.OPENAI_MEAN,
          PreprocessConfig.OPENAI_STD);

  private static final ImageProcessorDefaults OWL_V2 =
      new ImageProcessorDefaults(
          960,
          true,
          new Resize.PaddedSquare(960, 0),
          false,
          Interpolation.BILINEAR,
          PreprocessConfig.OPENAI_MEAN,
          PreprocessConfig.OPENAI_STD);

  /**
   * Those of the processor that the settings name.
   *
   * @param processor the one that is meant where they name none
   */
  static ImageProcessorDefaults of(JsonFields fields, String processor) {
    String key =
        fields.has("image_processor_type") ? "image_processor_type" : "feature_extractor_type";
    String type = fields.stringOr(key, processor);
    return switch (type.replaceFirst("(ImageProcessor|FeatureExtractor)(Fast|Pil)?$", "")) {
      case "CLIP", "ChineseCLIP" -> CLIP;
      case "ViT" -> VIT;
      case "Siglip" -> SIGLIP;
      case "OwlViT", "OwlVit" -> OWL_VIT;
      case "Owlv2" -> OWL_V2;
      default ->
          throw fields.wrong(
              key,
              "CLIPImageProcessor, ChineseCLIPImageProcessor, ViTImageProcessor, SiglipImageProcessor, OwlViTImageProcessor or Owlv2ImageProcessor, whose steps jclip follows");
    };
  }
}

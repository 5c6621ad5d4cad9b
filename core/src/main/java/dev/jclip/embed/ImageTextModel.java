package dev.jclip.embed;

import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import dev.jclip.image.file.PictureFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A loaded model as indexes and evaluations see it: the encoders, the preprocessing that belongs to
 * them, and what tells the model from others. Implementations are safe for many threads at once.
 */
public interface ImageTextModel extends ImageTextEncoder {
  /**
   * What the model is called, so that it can be opened again, such as {@code
   * openai/clip-vit-base-patch32}. A model that has no name is called by its fingerprint.
   */
  default String name() {
    return fingerprint();
  }

  /**
   * Identifies what makes the vectors, in every bit: architecture, weights, tokenizer,
   * preprocessing and precision.
   */
  String fingerprint();

  /**
   * Identifies the space in which the vectors lie: like {@link #fingerprint}, but the same in every
   * precision, since vectors of one can be compared with those of another.
   */
  String spaceFingerprint();

  /**
   * Reads an image from the bytes of a file.
   *
   * @param name stands for the file in messages
   * @throws ImageException if it cannot be decoded
   */
  RgbImage decode(byte[] file, String name);

  /**
   * Reads an image's file.
   *
   * @throws ImageException if it cannot be read or decoded; the message starts with the path
   */
  default RgbImage decode(Path file) {
    return decode(PictureFile.content(file), file.toString());
  }

  /**
   * Prepares an image for the model: resized, cropped and normalised.
   *
   * @return [3, S, S] values, S the model's image size
   */
  float[] preprocess(RgbImage image);

  /**
   * Encodes prepared images as the model leaves them, all in one batch: vectors of any norm, in
   * order.
   *
   * @param preprocessed what {@link #preprocess} gave
   */
  List<float[]> pixelFeatures(List<float[]> preprocessed);

  /** Encodes texts as the model leaves them: vectors of any norm, one for each text, in order. */
  List<float[]> textFeatures(List<String> texts);

  /**
   * Embeds any number of images, which need not all exist at once: they are read on several threads
   * while batches of them are computed.
   *
   * @param reader reads an image; called on several threads, and throws {@link ImageException}
   *     where there is none, which ends no run
   * @param receiver hears of each image in its place, with a vector of norm 1 or the exception
   */
  <S> void encodeImages(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> reader,
      ImageReceiver<? super S> receiver);
}

package dev.jclip.moderation.decision;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import dev.jclip.moderation.view.Box;
import dev.jclip.moderation.view.ImageEdits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Turns images into all that a decision needs to know of them: the embeddings of the whole, of its
 * parts and of its changed forms, as the options ask for them. Immutable and safe for many threads;
 * does not own the model.
 */
public final class ImageEmbedder {
  /** Images or parts of images that are encoded together. */
  private static final int BATCH = 32;

  private final ImageTextModel model;
  private final ExaminationOptions options;

  /** Embeds with a model. */
  public ImageEmbedder(ImageTextModel model, ExaminationOptions options) {
    this.model = model;
    this.options = options;
  }

  /** Embeds one image. */
  public EmbeddedImage embed(RgbImage image) {
    List<Box> boxes = options.tiling().boxes(image.width(), image.height());
    return new EmbeddedImage(
        boxes,
        views(image, boxes),
        options.stability() ? wholes(ImageEdits.everydayChanges(image)) : List.of());
  }

  /**
   * Embeds any number of images, which need not all exist at once. Whole images are encoded in
   * batches, while the next are read on other threads; where there are several views of an image,
   * those are what is encoded together.
   *
   * @param decoder reads an image; called on several threads, and throws {@link ImageException}
   *     where there is none, which ends no run
   */
  public <S> void embed(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> decoder,
      EmbeddingReceiver<? super S> receiver) {
    if (options.equals(ExaminationOptions.DEFAULT)) {
      embedWholes(sources, decoder, receiver);
    } else {
      sources.forEachRemaining(source -> embedViews(source, decoder, receiver));
    }
  }

  private <S> void embedWholes(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> decoder,
      EmbeddingReceiver<? super S> receiver) {
    model.encodeImages(
        new Iterator<Sized<S>>() {
          @Override
          public boolean hasNext() {
            return sources.hasNext();
          }

          @Override
          public Sized<S> next() {
            return new Sized<>(sources.next());
          }
        },
        sized -> sized.read(decoder),
        new ImageReceiver<Sized<S>>() {
          @Override
          public void encoded(Sized<S> sized, float[] vector) {
            receiver.embedded(
                sized.source, new EmbeddedImage(List.of(sized.whole), List.of(vector), List.of()));
          }

          @Override
          public void failed(Sized<S> sized, ImageException reason) {
            receiver.failed(sized.source, reason);
          }
        });
  }

  /** An image whose size is known once it is read, on another thread than that which embeds. */
  private static final class Sized<S> {
    private final S source;
    private volatile Box whole = new Box(0, 0, 1, 1);

    Sized(S source) {
      this.source = source;
    }

    RgbImage read(Function<? super S, RgbImage> decoder) {
      RgbImage image = decoder.apply(source);
      whole = new Box(0, 0, image.width(), image.height());
      return image;
    }
  }

  private <S> void embedViews(
      S source, Function<? super S, RgbImage> decoder, EmbeddingReceiver<? super S> receiver) {
    RgbImage image;
    try {
      image = decoder.apply(source);
    } catch (ImageException e) {
      receiver.failed(source, e);
      return;
    }
    receiver.embedded(source, embed(image));
  }

  /** Embeds parts of an image, which are cut out a batch at a time, so that memory is bounded. */
  List<float[]> views(RgbImage image, List<Box> boxes) {
    var vectors = new ArrayList<float[]>();
    for (int from = 0; from < boxes.size(); from += BATCH) {
      List<Box> batch = boxes.subList(from, Math.min(boxes.size(), from + BATCH));
      vectors.addAll(
          encode(
              batch.parallelStream()
                  .map(box -> model.preprocess(ImageEdits.crop(image, box)))
                  .toList()));
    }
    return vectors;
  }

  private List<float[]> wholes(List<RgbImage> images) {
    return encode(images.stream().map(model::preprocess).toList());
  }

  private List<float[]> encode(List<float[]> pixels) {
    return Embeddings.normalizeAll(model.pixelFeatures(pixels));
  }
}

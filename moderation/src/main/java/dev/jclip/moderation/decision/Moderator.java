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
 * Decides about images by a policy. While a batch is encoded, the images of the next are read on
 * other threads. Immutable and safe for many threads; does not own the model.
 *
 * <pre>{@code
 * Policy policy = PolicyReader.read(Path.of("policy.yaml"));
 * Judge judge = new Judge(PolicyScorer.of(policy, clip, Map.of()));
 * Moderator moderator = new Moderator(clip, judge, ExaminationOptions.DEFAULT);
 * Decision decision = moderator.decide(clip.decode(Path.of("photo.jpg")));
 * }</pre>
 */
public final class Moderator {
  /** Images or parts of images that are encoded together. */
  private static final int BATCH = 32;

  private final ImageTextModel model;
  private final Judge judge;
  private final ExaminationOptions options;

  /** Decides with a model, whose sentences' embeddings the judge has. */
  public Moderator(ImageTextModel model, Judge judge, ExaminationOptions options) {
    this.model = model;
    this.judge = judge;
    this.options = options;
  }

  /** Decides about one image. */
  public Decision decide(RgbImage image) {
    return located(judge.decide(embed(image)), image);
  }

  /** Decides about a text, by the text tower against the same sentences. */
  public Decision decideText(String text) {
    return judge.decideText(model.encodeText(text));
  }

  /**
   * Decides about any number of images, which need not all exist at once. Whole images are encoded
   * in batches, while the next are read on other threads; where there are several views of an
   * image, those are what is encoded together.
   *
   * @param decoder reads an image; called on several threads, and throws {@link ImageException}
   *     where there is none, which ends no run
   */
  public <S> void decide(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> decoder,
      ModerationReceiver<? super S> receiver) {
    if (options.equals(ExaminationOptions.DEFAULT)) {
      decideByWholes(sources, decoder, receiver);
    } else {
      sources.forEachRemaining(source -> decideByViews(source, decoder, receiver));
    }
  }

  private <S> void decideByWholes(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> decoder,
      ModerationReceiver<? super S> receiver) {
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
            var embedded = new EmbeddedImage(List.of(sized.whole), List.of(vector), List.of());
            receiver.decided(sized.source, judge.decide(embedded), embedded);
          }

          @Override
          public void failed(Sized<S> sized, ImageException reason) {
            receiver.failed(sized.source, reason);
          }
        });
  }

  /** An image whose size is known once it is read, on another thread than that which decides. */
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

  private <S> void decideByViews(
      S source, Function<? super S, RgbImage> decoder, ModerationReceiver<? super S> receiver) {
    RgbImage image;
    try {
      image = decoder.apply(source);
    } catch (ImageException e) {
      receiver.failed(source, e);
      return;
    }
    EmbeddedImage embedded = embed(image);
    receiver.decided(source, located(judge.decide(embedded), image), embedded);
  }

  private EmbeddedImage embed(RgbImage image) {
    List<Box> boxes = options.tiling().boxes(image.width(), image.height());
    List<float[]> views = embedViews(image, boxes);
    return new EmbeddedImage(
        boxes, views, options.stability() ? embed(ImageEdits.everydayChanges(image)) : List.of());
  }

  /** Parts of an image are cut out and prepared a batch at a time, so that memory is bounded. */
  private List<float[]> embedViews(RgbImage image, List<Box> boxes) {
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

  private List<float[]> embed(List<RgbImage> images) {
    return encode(images.stream().map(model::preprocess).toList());
  }

  private List<float[]> encode(List<float[]> pixels) {
    return Embeddings.normalizeAll(model.pixelFeatures(pixels));
  }

  /** The decision with regions that lie closer around what caused it. */
  private Decision located(Decision decision, RgbImage image) {
    return new Decision(
        decision.categories().stream()
            .map(
                category ->
                    category.isHit() && category.region().isPresent()
                        ? category.withRegion(
                            new RegionSearch(judge.scorer(), boxes -> embedViews(image, boxes))
                                .around(image, category.name(), category.region().get()))
                        : category)
            .toList());
  }
}

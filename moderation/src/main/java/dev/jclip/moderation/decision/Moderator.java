package dev.jclip.moderation.decision;

import dev.jclip.embed.ImageTextModel;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
  private final ImageTextModel model;
  private final ImageEmbedder embedder;
  private final Judge judge;
  private final boolean tiled;

  /** Decides with a model, whose sentences' embeddings the judge has. */
  public Moderator(ImageTextModel model, Judge judge, ExaminationOptions options) {
    this.model = model;
    this.judge = judge;
    embedder = new ImageEmbedder(model, options);
    tiled = options.tiling().scales() > 1;
  }

  /** Decides about one image. */
  public Decision decide(RgbImage image) {
    return located(judge.decide(embedder.embed(image)), image);
  }

  /** Decides about a text, by the text tower against the same sentences. */
  public Decision decideText(String text) {
    return judge.decideText(model.encodeText(text));
  }

  /**
   * Decides about any number of images, which need not all exist at once.
   *
   * @param decoder reads an image; called on several threads, and throws {@link ImageException}
   *     where there is none, which ends no run
   */
  public <S> void decide(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> decoder,
      ModerationReceiver<? super S> receiver) {
    embedder.embed(
        new Iterator<Read<S>>() {
          @Override
          public boolean hasNext() {
            return sources.hasNext();
          }

          @Override
          public Read<S> next() {
            return new Read<>(sources.next());
          }
        },
        read -> read.image(decoder),
        new EmbeddingReceiver<Read<S>>() {
          @Override
          public void embedded(Read<S> read, EmbeddedImage image) {
            Decision decision = judge.decide(image);
            receiver.decided(
                read.source,
                Optional.ofNullable(read.kept)
                    .map(pixels -> located(decision, pixels))
                    .orElse(decision),
                image);
          }

          @Override
          public void failed(Read<S> read, ImageException reason) {
            receiver.failed(read.source, reason);
          }
        });
  }

  /** An image that is kept until it is decided about, where a region is looked for in it. */
  private final class Read<S> {
    private final S source;
    private volatile @Nullable RgbImage kept;

    Read(S source) {
      this.source = source;
    }

    RgbImage image(Function<? super S, RgbImage> decoder) {
      RgbImage image = decoder.apply(source);
      if (tiled) {
        kept = image;
      }
      return image;
    }
  }

  /** The decision with regions that lie closer around what caused it. */
  private Decision located(Decision decision, RgbImage image) {
    return new Decision(
        decision.categories().stream()
            .map(
                category ->
                    category.isHit() && category.region().isPresent()
                        ? category.withRegion(
                            new RegionSearch(judge.scorer(), boxes -> embedder.views(image, boxes))
                                .around(image, category.name(), category.region().get()))
                        : category)
            .toList());
  }
}

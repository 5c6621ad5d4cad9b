package dev.jclip.moderation.decision;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImagePipeline;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import dev.jclip.moderation.view.Box;
import dev.jclip.moderation.view.ImageEdits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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
  /** Images or parts of images that are encoded together. */
  private static final int BATCH = 32;

  /** How many everyday changes there are. */
  private static final int CHANGES = 4;

  private final ImageTextModel model;
  private final Judge judge;
  private final ExaminationOptions options;

  /** Decides with a model, whose sentences' embeddings the judge has. */
  public Moderator(ImageTextModel model, Judge judge, ExaminationOptions options) {
    this.model = model;
    this.judge = judge;
    this.options = options;
  }

  /** An image on its way; the thread that prepares it hands it to the thread that decides. */
  private static final class Examined<S> {
    private final S source;
    private volatile @Nullable RgbImage image;
    private volatile List<Box> boxes = List.of();

    Examined(S source) {
      this.source = source;
    }
  }

  /** Decides about one image. */
  public Decision decide(RgbImage image) {
    List<Box> boxes = options.tiling().boxes(image.width(), image.height());
    var pixels = new ArrayList<float[]>();
    looks(image, boxes).forEach(look -> pixels.add(model.preprocess(look)));
    return located(judge.decide(embedded(boxes, encode(pixels))), image);
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
    new ImagePipeline<Examined<S>>(
            examined -> prepare(examined, decoder), this::encodeAll, imagesTogether())
        .run(
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return sources.hasNext();
              }

              @Override
              public Examined<S> next() {
                return new Examined<>(sources.next());
              }
            },
            new ImageReceiver<>() {
              @Override
              public void encoded(Examined<S> examined, float[] vectors) {
                EmbeddedImage embedded =
                    embedded(examined.boxes, parts(vectors, vectors.length / looks(examined)));
                Decision decision = judge.decide(embedded);
                RgbImage image = examined.image;
                receiver.decided(
                    examined.source, image == null ? decision : located(decision, image), embedded);
                examined.image = null;
              }

              @Override
              public void failed(Examined<S> examined, ImageException reason) {
                receiver.failed(examined.source, reason);
              }
            });
  }

  /** Where an image is one look, as many as a batch holds; otherwise each is a batch by itself. */
  private int imagesTogether() {
    return options.equals(ExaminationOptions.DEFAULT) ? BATCH : 2;
  }

  private int looks(Examined<?> examined) {
    return examined.boxes.size() + (options.stability() ? CHANGES : 0);
  }

  private <S> float[] prepare(Examined<S> examined, Function<? super S, RgbImage> decoder) {
    RgbImage image = decoder.apply(examined.source);
    List<Box> boxes = options.tiling().boxes(image.width(), image.height());
    examined.boxes = boxes;
    if (boxes.size() > 1) {
      examined.image = image; // regions are looked for in it
    }
    List<RgbImage> looks = looks(image, boxes);
    float[] first = model.preprocess(looks.getFirst());
    if (looks.size() == 1) {
      return first;
    }
    float[] all = new float[Math.multiplyExact(first.length, looks.size())];
    for (int i = 0; i < looks.size(); i++) {
      System.arraycopy(
          i == 0 ? first : model.preprocess(looks.get(i)), 0, all, i * first.length, first.length);
    }
    return all;
  }

  private List<RgbImage> looks(RgbImage image, List<Box> boxes) {
    var looks = new ArrayList<RgbImage>();
    boxes.forEach(box -> looks.add(ImageEdits.crop(image, box)));
    if (options.stability()) {
      looks.addAll(ImageEdits.everydayChanges(image));
    }
    return looks;
  }

  /** Of each image the vectors of all its looks, one behind the other. */
  private List<float[]> encodeAll(List<float[]> images) {
    int size = model.preprocess(new RgbImage(1, 1, new byte[3])).length;
    var pixels = new ArrayList<float[]>();
    images.forEach(image -> pixels.addAll(parts(image, size)));
    List<float[]> vectors = encode(pixels);
    var joined = new ArrayList<float[]>();
    int next = 0;
    for (float[] image : images) {
      int count = image.length / size;
      joined.add(joined(vectors.subList(next, next + count)));
      next += count;
    }
    return joined;
  }

  private List<float[]> encode(List<float[]> pixels) {
    var vectors = new ArrayList<float[]>();
    for (int from = 0; from < pixels.size(); from += BATCH) {
      vectors.addAll(
          Embeddings.normalizeAll(
              model.pixelFeatures(pixels.subList(from, Math.min(pixels.size(), from + BATCH)))));
    }
    return vectors;
  }

  private static List<float[]> parts(float[] whole, int size) {
    if (whole.length == size) {
      return List.of(whole);
    }
    var parts = new ArrayList<float[]>();
    for (int from = 0; from < whole.length; from += size) {
      parts.add(Arrays.copyOfRange(whole, from, from + size));
    }
    return parts;
  }

  private static float[] joined(List<float[]> vectors) {
    if (vectors.size() == 1) {
      return vectors.getFirst();
    }
    int size = vectors.getFirst().length;
    float[] joined = new float[size * vectors.size()];
    for (int i = 0; i < vectors.size(); i++) {
      System.arraycopy(vectors.get(i), 0, joined, i * size, size);
    }
    return joined;
  }

  private static EmbeddedImage embedded(List<Box> boxes, List<float[]> vectors) {
    return new EmbeddedImage(
        boxes, vectors.subList(0, boxes.size()), vectors.subList(boxes.size(), vectors.size()));
  }

  /** The decision with regions that lie closer around what caused it. */
  private Decision located(Decision decision, RgbImage image) {
    return new Decision(
        decision.categories().stream()
            .map(
                category ->
                    category.isHit() && category.region().isPresent()
                        ? category.withRegion(
                            new RegionSearch(judge.scorer(), this::embed)
                                .around(image, category.name(), category.region().get()))
                        : category)
            .toList());
  }

  private List<float[]> embed(List<RgbImage> images) {
    return encode(images.stream().map(model::preprocess).toList());
  }
}

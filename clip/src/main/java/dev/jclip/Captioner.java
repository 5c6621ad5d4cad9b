package dev.jclip;

import dev.jclip.config.ClipConfig;
import dev.jclip.embed.ImagePipeline;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.error.CheckpointException;
import dev.jclip.error.ImageException;
import dev.jclip.error.TokenizerException;
import dev.jclip.generation.GeneratedText;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.generation.TextGenerator;
import dev.jclip.generation.TokenReceiver;
import dev.jclip.image.RgbImage;
import dev.jclip.model.coca.CaptionModel;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Describes images in words, by a model with a caption decoder (CoCa, arXiv 2205.01917).
 *
 * <pre>{@code
 * try (Clip clip = Clip.load("laion/mscoco_finetuned_CoCa-ViT-B-32-laion2B-s13B-b90k")) {
 *   Captioner captioner = clip.captioner();
 *   System.out.println(captioner.caption(clip.decode(Path.of("pet.jpg"))).text());
 * }
 * }</pre>
 *
 * <p>Immutable and safe for many threads at once, as long as its {@link Clip} is open; calls after
 * that throw {@link IllegalStateException}.
 */
public final class Captioner {
  private static final int IMAGES_TOGETHER = 8;
  private static final String PULL = "laion/mscoco_finetuned_CoCa-ViT-B-32-laion2B-s13B-b90k";

  private final ModelEncoder model;
  private final Function<RgbImage, float[]> preprocessor;
  private final Tokenizer tokenizer;
  private final GenerationOptions options;
  private final TextGenerator generator;

  /** The ids that each caption begins with, the start token first. */
  private final List<Integer> prefix;

  Captioner(
      String name,
      ModelEncoder model,
      Function<RgbImage, float[]> preprocessor,
      Supplier<Tokenizer> tokenizer,
      GenerationOptions options) {
    ClipConfig config = model.config();
    if (config.decoder().isEmpty()) {
      throw new CheckpointException(
          "%s: expected a model with a caption decoder (text_decoder), found two towers only; pull one that has it, such as %s"
              .formatted(name, PULL));
    }
    this.model = model;
    this.preprocessor = preprocessor;
    this.tokenizer = tokenizer.get();
    this.options = options.within(CaptionModel.contextLength(config));
    requireFits(name, config.text().vocabSize());
    generator = new TextGenerator(this.options, this.tokenizer.eotToken());
    prefix = List.of(this.tokenizer.sotToken());
  }

  private Captioner(Captioner other, List<Integer> prefix) {
    this.model = other.model;
    this.preprocessor = other.preprocessor;
    this.tokenizer = other.tokenizer;
    this.options = other.options;
    this.generator = other.generator;
    this.prefix = prefix;
  }

  /**
   * A captioner whose captions begin with some words, such as {@code a photo of}, and go on with
   * those that the model finds probable after them. The log probabilities are those of the words
   * that the model chose.
   *
   * @param words nothing for none
   * @throws IllegalArgumentException if they leave no room for others in the maximum length
   */
  public Captioner beginningWith(String words) {
    Objects.requireNonNull(words, "words");
    TokenizedText text = tokenizer.tokenize(words, options.longest());
    if (text.tokenCount() >= options.longest()) {
      throw new IllegalArgumentException(
          "prefix: expected words of at most %d tokens, so that a caption of %d has room for others, found %d"
              .formatted(options.longest() - 3, options.longest(), text.tokenCount() - 2));
    }
    List<Integer> ids =
        IntStream.of(text.ids()).filter(id -> id != tokenizer.eotToken()).boxed().toList();
    return new Captioner(this, ids);
  }

  private void requireFits(String name, int vocabSize) {
    if (tokenizer.sotToken() == Tokenizer.NO_TOKEN
        || tokenizer.eotToken() == Tokenizer.NO_TOKEN
        || tokenizer.vocabSize() > vocabSize) {
      throw new TokenizerException(
          "%s: expected a vocabulary of at most %d ids with a start and an end token, between which captions are written, found %d ids, start %d and end %d"
              .formatted(
                  name,
                  vocabSize,
                  tokenizer.vocabSize(),
                  tokenizer.sotToken(),
                  tokenizer.eotToken()));
    }
    options.stopTokens().stream()
        .filter(token -> token < 0 || token >= vocabSize)
        .findAny()
        .ifPresent(
            token -> {
              throw new IllegalArgumentException(
                  "stop tokens: expected ids from 0 to %d, found %d"
                      .formatted(vocabSize - 1, token));
            });
  }

  /**
   * A caption of an image.
   *
   * @param text in words, cleaned as the tokenizer cleans texts, with marks at the word before them
   * @param logProbability the natural logarithm of the probability that the model gives to the
   *     caption's tokens, the end included; not of the caption being true. Longer captions have
   *     smaller ones
   * @param ids the token ids, from the start to what ends the caption
   * @param complete whether the caption ended by itself, not at the maximum length
   */
  public record Caption(String text, double logProbability, List<Integer> ids, boolean complete) {
    /** Keeps a copy of the ids. */
    public Caption {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Hears of the captions of each image, in the images' order.
   *
   * @param <S> what stands for an image, such as its file
   */
  @FunctionalInterface
  public interface Receiver<S> {
    /** An image's captions, the best first; one or more. */
    void captioned(S source, List<Caption> captions);

    /**
     * An image that was skipped, and why. Throws the reason, which ends the run, unless a receiver
     * does something else.
     */
    default void failed(S source, ImageException reason) {
      throw reason;
    }
  }

  /** The best caption of an image. */
  public Caption caption(RgbImage image) {
    return captions(image).getFirst();
  }

  /** Captions of an image, the best first: as many different ones as the options say, or fewer. */
  public List<Caption> captions(RgbImage image) {
    Objects.requireNonNull(image, "image");
    return captions(List.of(image)).getFirst();
  }

  /** For each image its captions, the best first. */
  public List<List<Caption>> captions(List<RgbImage> images) {
    Objects.requireNonNull(images, "images");
    return captionsOfPixels(images.stream().map(preprocessor).toList());
  }

  /**
   * Describes any number of images, which need not all exist at once: they are read on several
   * threads while some of them are described together.
   *
   * <pre>{@code
   * Captioner captioner = clip.captioner();
   * captioner.captions(
   *     files.iterator(),
   *     clip::decode,
   *     (file, captions) -> System.out.println(file + " " + captions.getFirst().text()));
   * }</pre>
   *
   * @param decoder reads an image; called on several threads, and throws {@link ImageException}
   *     where there is none, which ends no run
   * @param receiver hears of each image in its place, with its captions or the exception
   */
  public <S> void captions(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> decoder,
      Receiver<? super S> receiver) {
    Objects.requireNonNull(sources, "sources");
    Objects.requireNonNull(decoder, "decoder");
    Objects.requireNonNull(receiver, "receiver");
    Queue<List<Caption>> described = new ArrayDeque<>();
    UnaryOperator<List<float[]>> describer =
        pixels -> {
          described.addAll(captionsOfPixels(pixels));
          return pixels;
        };
    new ImagePipeline<S>(
            source -> preprocessor.apply(decoder.apply(source)), describer, IMAGES_TOGETHER)
        .run(
            sources,
            new ImageReceiver<S>() {
              @Override
              public void encoded(S source, float[] pixels) {
                receiver.captioned(source, described.remove());
              }

              @Override
              public void failed(S source, ImageException reason) {
                receiver.failed(source, reason);
              }
            });
  }

  /**
   * Describes an image and says each part of the caption when it is chosen.
   *
   * @param receiver hears of the parts on this thread; put together they are the caption's text
   * @return the whole caption
   * @throws IllegalArgumentException if the options ask for beams, whose words are not certain
   *     before the end, or for more than one caption
   */
  public Caption stream(RgbImage image, Consumer<String> receiver) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(receiver, "receiver");
    if (options.count() > 1) {
      throw new IllegalArgumentException(
          "count: expected 1 for a caption that is streamed, found " + options.count());
    }
    var growing = new GrowingText(this::text, receiver);
    prefix.forEach(growing::add);
    TokenReceiver tokens = (_, _, token) -> growing.add(token);
    List<GeneratedText> texts =
        model
            .describe(
                List.of(preprocessor.apply(image)),
                options.longest(),
                rows -> generator.generate(rows, 1, prefix, tokens))
            .getFirst();
    Caption caption = caption(texts.getFirst());
    growing.end(caption.text());
    return caption;
  }

  private List<List<Caption>> captionsOfPixels(List<float[]> pixels) {
    var captions = new ArrayList<List<Caption>>();
    for (int from = 0; from < pixels.size(); from += IMAGES_TOGETHER) {
      List<float[]> together =
          pixels.subList(from, Math.min(from + IMAGES_TOGETHER, pixels.size()));
      model
          .describe(
              together,
              options.longest(),
              rows -> generator.generate(rows, together.size(), prefix))
          .forEach(texts -> captions.add(texts.stream().map(this::caption).toList()));
    }
    return captions;
  }

  private Caption caption(GeneratedText generated) {
    return new Caption(
        text(generated.ids()), generated.logProbability(), generated.ids(), generated.complete());
  }

  /** Without what ends it. */
  private String text(List<Integer> ids) {
    boolean stopped = options.stopTokens().contains(ids.getLast());
    List<Integer> said = stopped ? ids.subList(0, ids.size() - 1) : ids;
    return Punctuation.closed(
        tokenizer.decode(said.stream().mapToInt(Integer::intValue).toArray()));
  }
}

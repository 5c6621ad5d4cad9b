package dev.jclip.cli.command.bench;

import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.input.Pictures;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.ClipException;
import dev.jclip.image.RgbImage;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Split;
import dev.jclip.scene.render.SceneRenderer;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What is encoded.
 *
 * @param scenes rendered images, a batch of them
 * @param captions a batch of them, of as many words as captions have
 * @param files images of a folder, if one was named
 */
record Workload(List<RgbImage> scenes, List<String> captions, List<Input> files) {
  /** Inputs that are computed together where throughput is measured. */
  static final int BATCH = 32;

  private static final int MOST_FILES = 64;
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".webp");
  private static final long SEED = 0;
  private static final int PIXELS = 64;
  private static final int FEWEST_WORDS = 5;
  private static final int MOST_WORDS = 20;
  private static final List<String> WORDS =
      List.of(
          "a photo of the small red wooden boat near two brown dogs running over green grass under blue sky with old stone house"
              .split(" ", -1));

  /** The same images and captions each time, and the first files of the folder. */
  static Workload of(Optional<Path> folder) {
    return new Workload(
        renderScenes(), makeCaptions(), folder.map(Workload::filesOf).orElse(List.of()));
  }

  private static List<RgbImage> renderScenes() {
    var sampler = new SceneSampler(SEED, Split.TEST, 1, 3);
    var renderer = new SceneRenderer(PIXELS);
    return LongStream.range(0, BATCH)
        .mapToObj(i -> renderer.render(sampler.sample(i)).image())
        .toList();
  }

  /** A batch of captions. */
  static List<String> makeCaptions() {
    var random = new Random(SEED);
    return IntStream.range(0, BATCH).mapToObj(_ -> caption(random)).toList();
  }

  private static String caption(Random random) {
    return random
        .ints(random.nextInt(FEWEST_WORDS, MOST_WORDS + 1), 0, WORDS.size())
        .mapToObj(WORDS::get)
        .collect(Collectors.joining(" "));
  }

  /** The files that the peers' script takes too. */
  private static List<Input> filesOf(Path folder) {
    List<Input> files =
        Inputs.expand(List.of(folder.toString()), InputStream.nullInputStream()).stream()
            .filter(Input.Picture.class::isInstance)
            .filter(input -> ENDINGS.stream().anyMatch(lowerCase(input.name())::endsWith))
            .limit(MOST_FILES)
            .toList();
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "--images %s: expected a folder with JPEG, PNG or WebP files, found none"
              .formatted(folder));
    }
    return files;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Embeds the files, or the scenes where there are none. */
  List<float[]> embedImages(Clip clip) {
    return files.isEmpty() ? clip.encodeImages(scenes) : embedFiles(clip);
  }

  /**
   * Embeds the files as {@code jclip embed} does.
   *
   * @throws ClipException if one of them cannot be read
   */
  List<float[]> embedFiles(Clip clip) {
    var embeddings = new ArrayList<float[]>();
    new Pictures(clip)
        .encode(
            files,
            Progress.none(),
            new Pictures.Receiver() {
              @Override
              public void embedded(String name, float[] embedding) {
                embeddings.add(embedding);
              }

              @Override
              public void failed(String name, String reason) {
                throw new ClipException(reason);
              }
            });
    return embeddings;
  }
}

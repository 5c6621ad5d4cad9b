package dev.jclip.cli.command.caption;

import dev.jclip.Captioner;
import dev.jclip.Clip;
import dev.jclip.cli.option.DecodingOptions;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.generation.GenerationOptions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the words of captions are chosen. */
@OptionSection("Words")
final class SearchOptions {
  @Mixin private DecodingOptions decoding = new DecodingOptions();

  @Option(
      names = "--groups",
      paramLabel = "N",
      description = "Keep so many groups of beams apart, so that captions differ. Default: 1.")
  private @Nullable Integer groups;

  @Option(
      names = "--diversity",
      paramLabel = "X",
      description = "What a word loses for each beam of earlier groups that has it. Default: 1.")
  private @Nullable Double diversity;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "Draw words at random; below 1 the probable ones become more probable.")
  private @Nullable Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "Draw words at random from the N most probable ones.")
  private @Nullable Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description =
          "Draw words at random from the most probable ones that have the probability P together.")
  private @Nullable Double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Draw words at random, the same ones by the same seed. Default: 0.")
  private @Nullable Long seed;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1",
      description = "Captions of each image, of beams or drawn. Default: ${DEFAULT-VALUE}.")
  private int count = 1;

  /** The options, which must not contradict one another. */
  GenerationOptions options() {
    GenerationOptions.Builder builder = decoding.builder().count(count);
    ifGiven(groups, builder::groups);
    ifGiven(diversity, builder::diversityPenalty);
    ifGiven(temperature, builder::temperature);
    ifGiven(topK, builder::topK);
    ifGiven(topP, builder::topP);
    ifGiven(seed, builder::seed);
    return builder.build();
  }

  /** What describes images by these options. */
  Captioner captioner(Clip clip, GenerationOptions options) {
    return decoding.captioner(clip, options);
  }

  private static <T> void ifGiven(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}

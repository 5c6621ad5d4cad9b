package dev.jclip.cli.command.caption;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.generation.GenerationOptions.Ranking;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the words of captions are chosen. */
@OptionSection("Words")
final class SearchOptions {
  @Option(
      names = "--beams",
      paramLabel = "N",
      description =
          "Search with so many beginnings side by side. Default: 1, the most probable word each time.")
  private @Nullable Integer beams;

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
      names = "--ranking",
      paramLabel = "log-probabilities|open-clip-logits",
      converter = RankingName.class,
      description =
          "What beams are ranked by: the logarithm of their probability, or open_clip's sums of logits. Default: log-probabilities.")
  private @Nullable Ranking ranking;

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

  @Option(
      names = "--min-length",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Tokens before a caption may end, the start included. Default: ${DEFAULT-VALUE}.")
  private int minimumLength = 5;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Tokens of a caption at most, start and end included. Default: ${DEFAULT-VALUE}.")
  private int maximumLength = 30;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1",
      description = "Above 1 a word that was said is less liked. Default: ${DEFAULT-VALUE}.")
  private double repetitionPenalty = 1;

  /** The options, which must not contradict one another. */
  GenerationOptions options() {
    var builder =
        GenerationOptions.builder()
            .count(count)
            .minimumLength(minimumLength)
            .maximumLength(maximumLength)
            .repetitionPenalty(repetitionPenalty);
    ifGiven(beams, builder::beams);
    ifGiven(groups, builder::groups);
    ifGiven(diversity, builder::diversityPenalty);
    ifGiven(ranking, builder::ranking);
    ifGiven(temperature, builder::temperature);
    ifGiven(topK, builder::topK);
    ifGiven(topP, builder::topP);
    ifGiven(seed, builder::seed);
    return builder.build();
  }

  private static <T> void ifGiven(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }
}

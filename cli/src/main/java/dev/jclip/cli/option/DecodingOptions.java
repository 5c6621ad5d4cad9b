package dev.jclip.cli.option;

import dev.jclip.Captioner;
import dev.jclip.Clip;
import dev.jclip.generation.GenerationOptions;
import dev.jclip.generation.GenerationOptions.Ranking;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the words of a caption are chosen where nothing is random. */
@OptionSection("Words")
public final class DecodingOptions {
  @Option(
      names = "--beams",
      paramLabel = "N",
      description =
          "Search with so many beginnings side by side. Default: 1, the most probable word each time.")
  private @Nullable Integer beams;

  @Option(
      names = "--ranking",
      paramLabel = "log-probabilities|open-clip-logits",
      converter = RankingName.class,
      description =
          "What beams are ranked by: the logarithm of their probability, or open_clip's sums of logits. Default: log-probabilities.")
  private @Nullable Ranking ranking;

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
      description =
          "Tokens of a caption at most, start and end included. Default: 30, or the decoder's context where that is shorter.")
  private @Nullable Integer maximumLength;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1",
      description = "Above 1 a word that was said is less liked. Default: ${DEFAULT-VALUE}.")
  private double repetitionPenalty = 1;

  @Option(
      names = "--prefix",
      paramLabel = "WORDS",
      defaultValue = "",
      description = "Words that each caption begins with, such as \"a photo of\". Default: none.")
  private String prefix = "";

  /** The options, to which others may be added. */
  public GenerationOptions.Builder builder() {
    var builder =
        GenerationOptions.builder()
            .minimumLength(minimumLength)
            .repetitionPenalty(repetitionPenalty);
    if (maximumLength != null) {
      builder.maximumLength(maximumLength);
    }
    if (beams != null) {
      builder.beams(beams);
    }
    if (ranking != null) {
      builder.ranking(ranking);
    }
    return builder;
  }

  /**
   * What describes images.
   *
   * @param options made of {@link #builder}
   */
  public Captioner captioner(Clip clip, GenerationOptions options) {
    return clip.captioner(options).beginningWith(prefix);
  }

  /** All that decides the words, for records. */
  public String describe() {
    return "%s, prefix \"%s\"".formatted(builder().build(), prefix);
  }
}

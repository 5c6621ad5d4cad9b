package dev.jclip.generation;

import dev.jclip.config.range.Ranges;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How texts are generated. Lengths are numbers of token ids, those of the start and the end
 * included.
 *
 * @param strategy how the next token is chosen
 * @param count the maximum number of different texts of each input
 * @param minimumLength a text does not end before it has this many ids in front of the one that
 *     ends it
 * @param maximumLength a text ends when it has this many ids; where it is absent when it has 30, or
 *     as many as a model's context where that is shorter
 * @param repetitionPenalty the logit of a token that the text has already is divided by this where
 *     it is positive and multiplied with it where it is negative (arXiv 1909.05858, section 4.1); 1
 *     changes nothing
 * @param stopTokens ids that end a text beside the vocabulary's own end token
 */
public record GenerationOptions(
    Strategy strategy,
    int count,
    int minimumLength,
    OptionalInt maximumLength,
    double repetitionPenalty,
    Set<Integer> stopTokens) {
  private static final int MOST = 1 << 10;
  private static final int USUAL_IDS = 30;
  private static final int MOST_IDS = 1 << 16;

  /** Checks the ranges, and that the strategy gives as many texts. */
  public GenerationOptions {
    Objects.requireNonNull(strategy, "strategy");
    stopTokens = Set.copyOf(stopTokens);
    Ranges.check("count", count, 1, MOST);
    Ranges.check("minimum length", minimumLength, 1, MOST_IDS);
    maximumLength.ifPresent(length -> Ranges.check("maximum length", length, 2, MOST_IDS));
    if (minimumLength >= maximumLength.orElse(USUAL_IDS)) {
      throw new IllegalArgumentException(
          "minimum length: expected less than the maximum length %d, found %d"
              .formatted(maximumLength.orElse(USUAL_IDS), minimumLength));
    }
    if (!(repetitionPenalty > 0) || Double.isInfinite(repetitionPenalty)) {
      throw new IllegalArgumentException(
          "repetition penalty: expected a number above 0, 1 for none, found " + repetitionPenalty);
    }
    switch (strategy) {
      case Strategy.Greedy() -> {
        if (count > 1) {
          throw new IllegalArgumentException(
              "count: expected 1, since the most probable token each time gives one text, found %d; set beams or a temperature"
                  .formatted(count));
        }
      }
      case Strategy.Beams beams -> {
        if (count > beams.beams()) {
          throw new IllegalArgumentException(
              "count: expected at most the %d beams, found %d".formatted(beams.beams(), count));
        }
      }
      case Strategy.Sampling _ -> {}
    }
  }

  /** When a text ends at the latest: when it has this many ids. */
  public int longest() {
    return maximumLength.orElse(USUAL_IDS);
  }

  /**
   * These options for a model whose context has so many ids: with a maximum length, which is the
   * context where none was set and the context is shorter than 30.
   *
   * @throws IllegalArgumentException if the maximum length that was set is above the context, or
   *     the minimum length leaves no room in it
   */
  public GenerationOptions within(int context) {
    if (maximumLength.isPresent() && maximumLength.getAsInt() > context) {
      throw new IllegalArgumentException(
          "maximum length: expected at most %d, the context of the caption decoder, found %d"
              .formatted(context, maximumLength.getAsInt()));
    }
    return new GenerationOptions(
        strategy,
        count,
        minimumLength,
        OptionalInt.of(Math.min(longest(), context)),
        repetitionPenalty,
        stopTokens);
  }

  /** How the next token is chosen. */
  public sealed interface Strategy {
    /** The most probable token each time. */
    record Greedy() implements Strategy {}

    /**
     * A token at random, by its probability. Each input is drawn for by itself, so that its texts
     * do not depend on the others.
     *
     * @param temperature logits are divided by this: below 1 the probable becomes more probable
     * @param topK only so many of the most probable tokens are drawn from, where present
     * @param topP only the most probable tokens are drawn from that have this probability together
     *     (arXiv 1904.09751, section 3.1); 1 for all
     * @param seed the same seed gives the same texts
     */
    record Sampling(double temperature, OptionalInt topK, double topP, long seed)
        implements Strategy {
      /** Checks the ranges. */
      public Sampling {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
          throw new IllegalArgumentException(
              "temperature: expected a number above 0, found %s; without any temperature the most probable token is taken"
                  .formatted(temperature));
        }
        topK.ifPresent(k -> Ranges.check("top k", k, 1, Integer.MAX_VALUE));
        if (!(topP > 0 && topP <= 1)) {
          throw new IllegalArgumentException(
              "top p: expected a number above 0 and at most 1, found " + topP);
        }
      }
    }

    /**
     * The best of several beginnings that are gone on with side by side.
     *
     * @param beams how many beginnings of each input
     * @param groups how many groups of them are searched one after the other, each away from those
     *     before it (diverse beam search, arXiv 1610.02424)
     * @param diversityPenalty what a token's score loses for each beam of the groups before that
     *     takes it at the same place
     * @param ranking what scores are sums of
     */
    record Beams(int beams, int groups, double diversityPenalty, Ranking ranking)
        implements Strategy {
      /** Checks the ranges and that the groups are of one size. */
      public Beams {
        Ranges.check("beams", beams, 2, MOST);
        Ranges.check("groups", groups, 1, beams);
        Ranges.checkDivides("groups", groups, "beams", beams);
        if (!(diversityPenalty >= 0) || Double.isInfinite(diversityPenalty)) {
          throw new IllegalArgumentException(
              "diversity penalty: expected 0 or more, found " + diversityPenalty);
        }
        Objects.requireNonNull(ranking, "ranking");
      }
    }
  }

  /** By what a beam search ranks texts: sums over their tokens, divided by the number of ids. */
  public enum Ranking {
    /** The logarithms of the tokens' probabilities. */
    LOG_PROBABILITIES,
    /** The logits themselves, as open_clip's CoCa adds them up: for the ids that it gives. */
    OPEN_CLIP_LOGITS
  }

  /** Returns a builder whose texts have 5 to 30 ids, or to the context, each the most probable. */
  public static Builder builder() {
    return new Builder();
  }

  /** The most probable token each time, 5 to 30 ids, or to the context where that is shorter. */
  public static GenerationOptions greedy() {
    return builder().build();
  }

  /**
   * Collects options by their names. Each method sets one option and returns this builder. For one
   * thread.
   */
  public static final class Builder {
    private static final double DIVERSITY = 1;

    private OptionalInt beams = OptionalInt.empty();
    private OptionalInt groups = OptionalInt.empty();
    private OptionalDouble diversityPenalty = OptionalDouble.empty();
    private Optional<Ranking> ranking = Optional.empty();
    private OptionalDouble temperature = OptionalDouble.empty();
    private OptionalInt topK = OptionalInt.empty();
    private OptionalDouble topP = OptionalDouble.empty();
    private OptionalLong seed = OptionalLong.empty();
    private int count = 1;
    private int minimumLength = 5;
    private OptionalInt maximumLength = OptionalInt.empty();
    private double repetitionPenalty = 1;
    private Set<Integer> stopTokens = Set.of();

    private Builder() {}

    /** Searches with this many beams; 1 is the most probable token each time. */
    public Builder beams(int value) {
      Ranges.check("beams", value, 1, MOST);
      beams = OptionalInt.of(value);
      return this;
    }

    /** Divides the beams into groups; without this call there is one. */
    public Builder groups(int value) {
      groups = OptionalInt.of(value);
      return this;
    }

    /**
     * Sets what a token's score loses for each beam of earlier groups that takes it; without this
     * call 1 where scores are log probabilities, else 0.
     */
    public Builder diversityPenalty(double value) {
      diversityPenalty = OptionalDouble.of(value);
      return this;
    }

    /** Sets what beams are ranked by; without this call by log probabilities. */
    public Builder ranking(Ranking value) {
      ranking = Optional.of(value);
      return this;
    }

    /** Draws tokens at random, and divides logits by this first; without this call by 1. */
    public Builder temperature(double value) {
      temperature = OptionalDouble.of(value);
      return this;
    }

    /** Draws tokens at random, from this many of the most probable ones. */
    public Builder topK(int value) {
      topK = OptionalInt.of(value);
      return this;
    }

    /** Draws tokens at random, from the most probable ones that have this probability together. */
    public Builder topP(double value) {
      topP = OptionalDouble.of(value);
      return this;
    }

    /** Draws tokens at random, by this seed; without this call by 0. */
    public Builder seed(long value) {
      seed = OptionalLong.of(value);
      return this;
    }

    /** Sets how many different texts each input gets at most; without this call one. */
    public Builder count(int value) {
      count = value;
      return this;
    }

    /** Sets how many ids stand before the end at least; without this call 5. */
    public Builder minimumLength(int value) {
      minimumLength = value;
      return this;
    }

    /** Sets how many ids a text has at most; without this call 30, or the model's context. */
    public Builder maximumLength(int value) {
      maximumLength = OptionalInt.of(value);
      return this;
    }

    /** Sets how much less a token is liked that the text has already; without this call 1. */
    public Builder repetitionPenalty(double value) {
      repetitionPenalty = value;
      return this;
    }

    /** Sets ids that end a text beside the vocabulary's end token; without this call none. */
    public Builder stopTokens(Set<Integer> values) {
      stopTokens = Set.copyOf(values);
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalArgumentException if one is out of range or contradicts another
     */
    public GenerationOptions build() {
      return new GenerationOptions(
          strategy(), count, minimumLength, maximumLength, repetitionPenalty, stopTokens);
    }

    private Strategy strategy() {
      boolean draws =
          temperature.isPresent() || topK.isPresent() || topP.isPresent() || seed.isPresent();
      boolean searches = beams.orElse(1) > 1;
      if (draws && (beams.isPresent() || groups.isPresent())) {
        throw new IllegalArgumentException(
            "beams and sampling: a beam search draws nothing at random; set either beams and groups, or temperature, top k, top p and seed");
      }
      if (!searches
          && (groups.orElse(1) > 1 || diversityPenalty.isPresent() || ranking.isPresent())) {
        throw new IllegalArgumentException(
            "groups, diversity penalty and ranking: expected 2 or more beams, which they are of, found %s"
                .formatted(beams.isPresent() ? beams.getAsInt() : "none"));
      }
      if (draws) {
        return new Strategy.Sampling(temperature.orElse(1), topK, topP.orElse(1), seed.orElse(0));
      }
      return searches ? search() : new Strategy.Greedy();
    }

    private Strategy search() {
      Ranking by = ranking.orElse(Ranking.LOG_PROBABILITIES);
      int parts = groups.orElse(1);
      if (parts == 1 && diversityPenalty.orElse(0) > 0) {
        throw new IllegalArgumentException(
            "diversity penalty: expected 2 or more groups, which it keeps apart, found 1");
      }
      boolean apart = parts > 1 && by == Ranking.LOG_PROBABILITIES;
      return new Strategy.Beams(
          beams.orElseThrow(), parts, diversityPenalty.orElse(apart ? DIVERSITY : 0), by);
    }
  }
}

package dev.jclip.cli.option;

import dev.jclip.generation.GenerationOptions.Ranking;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The rankings of beams as they are written on the command line. */
final class RankingName implements ITypeConverter<Ranking> {
  @Override
  public Ranking convert(String value) {
    return Stream.of(Ranking.values())
        .filter(ranking -> nameOf(ranking).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected log-probabilities or open-clip-logits, found " + value));
  }

  private static String nameOf(Ranking ranking) {
    return ranking.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package dev.jclip.cli.command.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
  @ParameterizedTest
  @CsvSource({
    "0, p < 0.0001",
    "1e-300, p < 0.0001",
    "0.00004, p < 0.0001",
    "0.0000999, p < 0.0001",
    "0.0001, p = 0.0001",
    "0.04999, p = 0.0500",
    "1, p = 1.0000",
    "NaN, p = NaN"
  })
  void noChanceIsPrintedAsNone(double pValue, String printed) {
    assertThat(CompareCommand.chance(pValue)).isEqualTo(printed);
  }
}

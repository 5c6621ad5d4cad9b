package dev.jclip.javacpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativesArtifactTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, aarch64, macosx-arm64",
    "Windows 11, amd64, windows-x86_64"
  })
  void aPlatformHasTheNameThatJavaCppGivesIt(String system, String processor, String platform) {
    assertThat(NativesArtifact.platform(system, processor)).isEqualTo(platform);
  }

  @Test
  void theArtifactOfThePlatformIsNamed() {
    assertThat(NativesArtifact.advice("macosx-arm64"))
        .isEqualTo("add dev.jclip:jclip-natives-macosx-arm64 to the program's dependencies");
  }

  @Test
  void whereThereIsNoneThePlatformsThatHaveOneAreNamed() {
    assertThat(NativesArtifact.advice("linux-arm64"))
        .isEqualTo(
            "they exist for linux-x86_64, macosx-arm64, windows-x86_64, and this machine is"
                + " linux-arm64");
  }
}

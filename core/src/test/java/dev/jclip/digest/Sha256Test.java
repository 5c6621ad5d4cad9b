package dev.jclip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void aCopyGoesOnFromWhereItsOriginalWas() {
    Sha256 digest = new Sha256().add("a");
    Sha256 copy = digest.copy().add("b");
    digest.add("c");
    assertThat(copy.hex()).isEqualTo(new Sha256().add("a").add("b").hex());
    assertThat(digest.hex()).isEqualTo(new Sha256().add("a").add("c").hex());
  }
}

package dev.jclip.nn.fast.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PackedWeightsTest {
  @Test
  void whatIsOwnedIsReleasedOnceWhenTheOwnerIsClosed() {
    var released = new ArrayList<String>();
    var weights = new PackedWeights();
    assertThat(weights.own("first", released::add)).isEqualTo("first");
    assertThat(weights.own("second", released::add)).isEqualTo("second");
    assertThat(released).isEmpty();
    weights.close();
    weights.close();
    assertThat(released).containsExactly("first", "second");
  }
}

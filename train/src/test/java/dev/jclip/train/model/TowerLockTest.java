package dev.jclip.train.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.ClipConfig;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.train.TinyModels;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TowerLockTest {
  private static List<String> trained(ClipConfig config, int imageGroups, int textGroups) {
    Predicate<String> frozen =
        new TowerLock(OptionalInt.of(imageGroups), OptionalInt.of(textGroups), false)
            .frozen(config);
    return ClipModel.parameterSpecs(config).stream()
        .filter(ParameterSpec::learned)
        .map(ParameterSpec::name)
        .filter(frozen.negate())
        .map(name -> name.replaceFirst("(resblocks\\.\\d+|layer\\d).*", "$1"))
        .distinct()
        .toList();
  }

  @Test
  void groupsAreUnlockedFromTheEnd() {
    ClipConfig config = TinyModels.vit();
    assertThat(trained(config, 0, 0)).containsExactly("logit_scale");
    assertThat(trained(config, 1, 1))
        .containsExactlyInAnyOrder("logit_scale", "visual.proj", "text_projection");
    assertThat(trained(config, 2, 0))
        .containsExactlyInAnyOrder(
            "logit_scale",
            "visual.proj",
            "visual.ln_post.weight",
            "visual.ln_post.bias",
            "visual.transformer.resblocks.2");
    assertThat(trained(config, 0, 3))
        .containsExactlyInAnyOrder(
            "logit_scale",
            "text_projection",
            "ln_final.weight",
            "ln_final.bias",
            "transformer.resblocks.1",
            "transformer.resblocks.2");
    assertThat(trained(config, 4, 0)).doesNotContain("visual.conv1.weight");
    assertThat(trained(config, 5, 0)).contains("visual.conv1.weight", "visual.class_embedding");
  }

  @Test
  void aResNetsGroupsAreItsPoolStagesAndStem() {
    ClipConfig config = TinyModels.resNet();
    assertThat(trained(config, 1, 0))
        .allMatch(n -> n.startsWith("visual.attnpool") || n.equals("logit_scale"));
    assertThat(trained(config, 2, 0)).contains("visual.layer4").doesNotContain("visual.layer3");
    assertThat(trained(config, 5, 0))
        .contains("visual.layer1")
        .doesNotContain("visual.conv1.weight");
    assertThat(trained(config, 6, 0)).contains("visual.conv1.weight", "visual.bn3.bias");
  }

  @Test
  void refusesLessThanNoGroups() {
    assertThatThrownBy(() -> new TowerLock(OptionalInt.of(-1), OptionalInt.empty(), false))
        .hasMessage("unlockedImageGroups: expected 0 or more, found -1");
  }
}

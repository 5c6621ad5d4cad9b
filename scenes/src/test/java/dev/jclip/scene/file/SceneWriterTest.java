package dev.jclip.scene.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.CaptionedOptions;
import dev.jclip.data.CaptionedSets;
import dev.jclip.data.ChoiceSets;
import dev.jclip.data.Entry;
import dev.jclip.data.pair.CaptionSpec;
import dev.jclip.data.pair.PairOptions;
import dev.jclip.data.pair.PairSources;
import dev.jclip.error.DataException;
import dev.jclip.scene.SceneSampler;
import dev.jclip.scene.Split;
import dev.jclip.scene.render.SceneRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneWriterTest {
  @TempDir private Path folder;
  private final AtomicLong done = new AtomicLong();

  private SceneWriter writer(int objects) {
    return new SceneWriter(
        new SceneSampler(4, Split.TEST, objects, objects), new SceneRenderer(32), done::addAndGet);
  }

  @Test
  void shardsAreTheSameBytesEachTimeAndTrainAModel() throws IOException {
    writer(2).writeShards(folder.resolve("a"), 150, 100);
    writer(2).writeShards(folder.resolve("b"), 150, 100);
    assertThat(done).hasValue(300);
    for (String shard : new String[] {"scenes-0000.tar", "scenes-0001.tar"}) {
      assertThat(folder.resolve("a").resolve(shard))
          .hasSameBinaryContentAs(folder.resolve("b").resolve(shard));
    }
    var options =
        PairOptions.defaults().withCaptions(CaptionSpec.parse("json:caption_relation,txt=0.001"));
    assertThat(PairSources.open(folder.resolve("a").toString(), options).numPairs()).isEqualTo(150);
  }

  @Test
  void filesHaveCaptionsAndChoices() throws IOException {
    writer(2).writeFolder(folder, 20);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".png"))).hasSize(20);
    }
    assertThat(
            CaptionedSets.open(
                folder.resolve("metadata.jsonl").toString(), CaptionedOptions.defaults())
                .examples()
                .stream())
        .hasSize(20)
        .allMatch(entry -> entry instanceof Entry.Example<?>);
    assertThat(ChoiceSets.open(folder.resolve("relations.json"), null, null).examples().stream())
        .isNotEmpty()
        .allMatch(entry -> entry instanceof Entry.Example<?>);
  }

  @Test
  void whatIsThereIsNotReplaced() {
    writer(1).writeShards(folder, 2, 10);
    assertThatThrownBy(() -> writer(1).writeShards(folder, 2, 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("scenes-0000.tar")
        .hasMessageContaining("choose another folder");
  }
}

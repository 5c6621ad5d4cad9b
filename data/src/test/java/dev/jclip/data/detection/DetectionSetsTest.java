package dev.jclip.data.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Entry;
import dev.jclip.data.pair.ExampleStream;
import dev.jclip.data.pair.PairOrder;
import dev.jclip.detect.Box;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionSetsTest {
  private static final String MUG =
      "{\"shape\": \"mug\", \"colour\": \"red\", \"size\": \"large\", \"material\": \"metal\", \"box\": [1, 2, 10, 20]}";
  private static final String HIDDEN = "{\"shape\": \"ball\", \"colour\": \"blue\"}";

  @TempDir private Path folder;

  private static String record(String objects) {
    return "{\"size\": [64, 64], \"objects\": [%s]}".formatted(objects);
  }

  private static String line(String name, String objects) {
    return "{\"file_name\": \"%s\", %s\n".formatted(name, record(objects).substring(1));
  }

  private DetectionSet open(String location) {
    return DetectionSets.open(location, PhraseTemplates.DEFAULT, Optional.empty());
  }

  private static Map<String, Entry.Example<ImageObjects>> examples(DetectionSet set) {
    var examples = new TreeMap<String, Entry.Example<ImageObjects>>();
    try (ExampleStream<ImageObjects> stream = set.stream(PairOrder.first(1))) {
      while (stream.hasNext()) {
        if (stream.next() instanceof Entry.Example<ImageObjects> example) {
          examples.put(example.key(), example);
        }
      }
    }
    return examples;
  }

  private static Entry.Example<ImageObjects> of(
      Map<String, Entry.Example<ImageObjects>> examples, String key) {
    return Objects.requireNonNull(examples.get(key), key);
  }

  @Test
  void readsScenesAsAFolder() throws IOException {
    Files.writeString(
        folder.resolve("metadata.jsonl"), line("a.png", MUG + "," + HIDDEN) + line("b.png", ""));
    Files.write(folder.resolve("a.png"), new byte[] {1});
    Files.write(folder.resolve("b.png"), new byte[] {2});
    DetectionSet set = open(folder.toString());
    assertThat(set.numImages()).isEqualTo(2);
    assertThat(set.phrases())
        .containsExactly("a mug", "a red mug", "a large red mug", "a red metal mug");
    Map<String, Entry.Example<ImageObjects>> examples = examples(set);
    assertThat(examples).containsOnlyKeys("a.png", "b.png");
    Entry.Example<ImageObjects> first = of(examples, "a.png");
    assertThat(first.image()).containsExactly(1);
    assertThat(first.annotation().objects())
        .containsExactly(new NamedBox(new Box(1, 2, 11, 22), set.phrases()));
    assertThat(of(examples, "b.png").annotation().objects()).isEmpty();
  }

  @Test
  void readsScenesAsShards() throws IOException {
    for (int shard = 0; shard < 2; shard++) {
      try (OutputStream out = Files.newOutputStream(folder.resolve("s-%d.tar".formatted(shard)));
          var tar = new TarArchiveOutputStream(out)) {
        add(tar, "x.json", record(MUG).getBytes(StandardCharsets.UTF_8));
        add(tar, "x.png", new byte[] {(byte) shard, 7});
      }
    }
    Map<String, Entry.Example<ImageObjects>> examples =
        examples(open(folder.resolve("s-{0..1}.tar").toString()));
    assertThat(examples).containsOnlyKeys("s-0.tar/x", "s-1.tar/x");
    assertThat(of(examples, "s-1.tar/x").image()).containsExactly(1, 7);
    assertThat(of(examples, "s-0.tar/x").annotation().objects()).hasSize(1);
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Test
  void refusesACompressedShard() throws IOException {
    Path shard = folder.resolve("s.tar");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(shard))) {
      out.write(new byte[2048]);
    }
    assertThatThrownBy(() -> open(shard.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a tar file that is not compressed");
  }

  private Path coco(String box) throws IOException {
    return Files.writeString(
        folder.resolve("instances.json"),
        """
        {"images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 48},
                    {"id": 2, "file_name": "b.png", "width": 64, "height": 48}],
         "categories": [{"id": 3, "name": "cup"}, {"id": 4, "name": "person"}],
         "annotations": [{"image_id": 1, "category_id": 3, "bbox": %s, "iscrowd": 0},
                         {"image_id": 1, "category_id": 4, "bbox": [0, 0, 5, 5], "iscrowd": 1}]}
        """
            .formatted(box));
  }

  @Test
  void readsCoco() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.write(images.resolve("a.png"), new byte[] {1});
    Files.write(images.resolve("b.png"), new byte[] {2});
    DetectionSet set =
        DetectionSets.open(
            coco("[4, 5, 6.5, 7]").toString(), PhraseTemplates.DEFAULT, Optional.of(images));
    assertThat(set.phrases()).containsExactly("cup");
    ImageObjects first = of(examples(set), "a.png").annotation();
    assertThat(first.objects())
        .containsExactly(new NamedBox(new Box(4, 5, 10.5, 12), List.of("cup")));
    assertThat(first.unsure()).isEqualTo(Set.of("person"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[60, 5, 6, 7];annotations[0].bbox: expected a box within the image of 64x48 pixels",
        "[-3, 5, 6, 7];are these corners instead of left, top, width and height?",
        "[4, 5, 0, 7];expected a width and a height above 0",
        "[4, 5, 6];expected left, top, width and height in pixels, found [4,5,6]"
      })
  void refusesBoxesThatAreNone(String box, String message) throws IOException {
    Path file = coco(box);
    assertThatThrownBy(() -> open(file.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesASetWithoutBoxes() throws IOException {
    Files.writeString(folder.resolve("metadata.jsonl"), line("a.png", HIDDEN));
    assertThatThrownBy(() -> open(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images with boxes, found 1 images and not one box");
    Files.writeString(folder.resolve("metadata.jsonl"), "{\"file_name\": \"a.png\"}\n");
    assertThatThrownBy(() -> open(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("metadata.jsonl")
        .hasMessageContaining("a.png: objects: expected a list of objects with boxes");
  }

  @Test
  void refusesEmptyPhrasesAndUnknownFields() throws IOException {
    Path metadata = folder.resolve("metadata.jsonl");
    Files.writeString(metadata, line("a.png", "{\"phrases\": [\" \"], \"box\": [1, 2, 3, 4]}"));
    assertThatThrownBy(() -> open(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found an empty one");
    Files.writeString(metadata, line("a.png", "{\"kind\": \"mug\", \"box\": [1, 2, 3, 4]}"));
    assertThatThrownBy(() -> open(folder.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("objects[0]: expected phrases, or the fields of a template");
    Files.writeString(metadata, line("a.png", MUG));
    var templates = PhraseTemplates.parse("a {shape}, a {color} {shape}");
    assertThatThrownBy(() -> DetectionSets.open(folder.toString(), templates, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found {color}")
        .hasMessageContaining("colour, material, shape, size");
  }
}

package dev.jclip.tokenizer;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the reference tokenizers make of texts, with the small vocabulary of the tests. */
final class Goldens {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Ids of OpenAI CLIP and open_clip without start and end, those of transformers with both. */
  record Golden(
      String text,
      String cleaned,
      List<Integer> openAi,
      List<Integer> openClip,
      List<Integer> huggingFace) {
    @Override
    public String toString() {
      return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
  }

  private Goldens() {}

  static Path merges() {
    return resource("bpe_tiny.txt.gz");
  }

  static Path huggingFaceFolder() {
    return resource("hf");
  }

  static List<Golden> all() throws IOException {
    return Files.readAllLines(resource("goldens.jsonl")).stream().map(Goldens::parse).toList();
  }

  static List<Integer> ints(JsonNode array) {
    return array.valueStream().map(JsonNode::intValue).toList();
  }

  private static Golden parse(String line) {
    JsonNode json = JSON.readTree(line);
    return new Golden(
        json.path("text").stringValue(),
        json.path("cleaned").stringValue(),
        ints(json.path("openAi")),
        ints(json.path("openClip")),
        ints(json.path("huggingFace")));
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(Goldens.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.jclip.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pillow's pixels of the images in the shared folder, where there is one. */
final class SharedGoldens {
  private static final Path SHARED = Path.of(System.getProperty("jclip.shared", "missing"));
  private static final Path PREPROCESS = SHARED.resolve("golden/preprocess");

  private final Map<String, RgbImage> images = new TreeMap<>();

  static boolean present() {
    return Files.exists(PREPROCESS.resolve("expected.safetensors"));
  }

  SharedGoldens() throws IOException {
    byte[] file = Files.readAllBytes(PREPROCESS.resolve("expected.safetensors"));
    var buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) buffer.getLong(0);
    JsonNode header =
        JsonMapper.builder()
            .build()
            .readTree(new String(file, 8, headerBytes, StandardCharsets.UTF_8));
    for (var entry : header.properties()) {
      JsonNode shape = entry.getValue().path("shape");
      if (!shape.isMissingNode()) {
        int from = 8 + headerBytes + entry.getValue().path("data_offsets").get(0).intValue();
        byte[] rgb = new byte[shape.get(0).intValue() * shape.get(1).intValue() * 3];
        buffer.get(from, rgb);
        var image = new RgbImage(shape.get(1).intValue(), shape.get(0).intValue(), rgb);
        images.put(entry.getKey(), image);
      }
    }
  }

  /** The golden tensors by {@code FILE/KIND}. */
  Map<String, RgbImage> images() {
    return images;
  }

  static Path file(String name) {
    Path made = PREPROCESS.resolve("images").resolve(name);
    return Files.exists(made) ? made : SHARED.resolve("data/photos").resolve(name);
  }
}

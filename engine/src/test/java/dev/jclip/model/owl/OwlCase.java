package dev.jclip.model.owl;

import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.config.Precision;
import dev.jclip.detect.Box;
import dev.jclip.model.inference.ObjectEncoder;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import dev.jclip.testkit.Tolerance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reference model of OWL-ViT or OWLv2, and what transformers computes from it. */
record OwlCase(Path folder, Golden expected) {
  private static final Path COMMITTED = Path.of("src/test/resources/golden/owl");
  static final double BOUND = 1e-5;

  /** The committed case, or the shared one where there is no other. */
  static OwlCase of(String name) {
    Path committed = COMMITTED.resolve(name);
    return in(
        Files.isDirectory(committed)
            ? committed
            : SharedData.require("golden-models").resolve(name));
  }

  private static OwlCase in(Path folder) {
    return new OwlCase(folder, Golden.read(folder.resolve("expected.safetensors")));
  }

  FamilyCheckpoint<OwlConfig> open() {
    return FamilyCheckpoint.open(folder, new OwlFamily());
  }

  ObjectEncoder encoder(Precision precision) {
    FamilyCheckpoint<OwlConfig> checkpoint = open();
    return new ObjectEncoder(
        checkpoint.config(),
        checkpoint.weightSource(),
        new PrecisionChoice.Fixed(precision),
        "cpu");
  }

  /** The parts of a tensor along its first dimension. */
  List<float[]> parts(String name) {
    float[] all = expected.floats(name);
    int count = expected.shape(name)[0];
    int each = all.length / count;
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(all, i * each, (i + 1) * each))
        .toList();
  }

  long[][] ids() {
    long[] all = expected.longs("input_ids");
    int length = expected.shape("input_ids")[1];
    return IntStream.range(0, all.length / length)
        .mapToObj(text -> Arrays.copyOfRange(all, text * length, (text + 1) * length))
        .toArray(long[][]::new);
  }

  JsonNode json() {
    try {
      return JsonMapper.shared().readTree(Files.readString(folder.resolve("expected.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The boxes of cells in pixels of the size that the results of an image are for. */
  List<Box> boxes(ObjectCells cells, int image) {
    JsonNode size = json().required("target_sizes").get(image);
    double height = size.get(0).asDouble();
    double width = size.get(1).asDouble();
    boolean pads = cells.objectness().isPresent();
    double right = pads ? Math.max(width, height) : width;
    double bottom = pads ? Math.max(width, height) : height;
    return Stream.of(cells.boxes())
        .map(box -> Box.around(right * box[0], bottom * box[1], right * box[2], bottom * box[3]))
        .toList();
  }

  void assertClose(String name, float[] actual) {
    Tolerance.assertClose(name, actual, expected.floats(name), BOUND);
  }
}

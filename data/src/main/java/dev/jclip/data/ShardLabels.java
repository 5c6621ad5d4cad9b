package dev.jclip.data;

import dev.jclip.data.file.Folders;
import dev.jclip.data.shard.SampleParts;
import dev.jclip.data.shard.ShardEntry;
import dev.jclip.data.shard.ShardFault;
import dev.jclip.data.shard.ShardReader;
import dev.jclip.data.shard.ShardSample;
import dev.jclip.image.file.ImageFiles;
import dev.jclip.image.file.ImageListing;
import dev.jclip.io.NearestNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Images in shards.
 *
 * @param label {@code cls} or {@code npy} for the members of that name, else an attribute of the
 *     {@code .json} members
 * @param multiLabel whether an image may have any number of labels
 */
record ShardLabels(List<Path> shards, String label, boolean multiLabel) implements LabelSource {
  static final String CLS = "cls";
  static final String NPY = "npy";

  @Override
  public Stream<Entry<List<Label>>> stream(boolean pictures) {
    if (pictures) {
      return ShardReader.of(shards).stream().map(this::entry);
    }
    var listing = new ImageListing();
    return ShardReader.of(shards)
        .reading(extension -> !ImageFiles.EXTENSIONS.contains(extension))
        .counting(listing)
        .stream()
        .onClose(() -> Folders.warn(shards.getFirst(), listing))
        .map(this::entry);
  }

  private Entry<List<Label>> entry(ShardEntry entry) {
    return switch (entry) {
      case ShardFault fault -> new Entry.Skipped<>(fault.name(), fault.reason());
      case ShardSample sample -> {
        try {
          yield new Entry.Example<>(
              sample.name(), SampleParts.picture(sample), requireCount(labels(sample)));
        } catch (IOException e) {
          yield new Entry.Skipped<>(sample.name(), sample.name() + ": " + e.getMessage());
        }
      }
    };
  }

  private List<Label> requireCount(List<Label> labels) throws IOException {
    if (!multiLabel && labels.size() != 1) {
      throw new IOException(
          "%s: expected one label, found %d; is the set multi-label?"
              .formatted(label, labels.size()));
    }
    return labels;
  }

  private List<Label> labels(ShardSample sample) throws IOException {
    return switch (label) {
      case CLS -> List.of(classNumber(SampleParts.text(sample, CLS)));
      case NPY -> oneHot(NumpyVector.read(SampleParts.member(sample, NPY)));
      default -> attribute(SampleParts.json(sample));
    };
  }

  private static Label classNumber(String cls) {
    String text = cls.strip();
    Label label = Label.named(text);
    return label.isNumber() ? Label.index(Long.parseLong(text)) : label;
  }

  private static List<Label> oneHot(double[] values) {
    var labels = new ArrayList<Label>();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        labels.add(Label.index(i));
      }
    }
    return labels;
  }

  private List<Label> attribute(JsonNode json) throws IOException {
    JsonNode value = json.get(label);
    if (value == null || value.isNull()) {
      throw new IOException(
          "expected the attribute %s in its .json, found %s"
              .formatted(label, NearestNames.list(label, json.propertyNames())));
    }
    var labels = new ArrayList<Label>();
    for (JsonNode one : value.isArray() ? value.values() : List.of(value)) {
      if (one.isContainer() || one.isNull()) {
        throw new IOException("%s: expected text or a number, found %s".formatted(label, one));
      }
      labels.add(Label.named(one.asString()));
    }
    return labels;
  }
}

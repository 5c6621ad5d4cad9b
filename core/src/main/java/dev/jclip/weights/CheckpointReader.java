package dev.jclip.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds out what each file is and has the right reader read it. */
final class CheckpointReader {
  private static final String EXPECTED =
      "expected safetensors, a PyTorch or TorchScript archive, or the index of a sharded checkpoint";

  private final Mappings mappings;

  CheckpointReader(Mappings mappings) {
    this.mappings = mappings;
  }

  /** Reads a checkpoint file, or the index of a sharded one with its shards. */
  Contents read(Path path) {
    MappedFile file = mappings.map(path);
    Signature signature = Signature.of(file);
    if (!signature.isSafetensors() && signature.isJson()) {
      ShardIndex index = ShardIndex.read(file);
      return index.arrange(readShards(index.shards()));
    }
    return readTensors(file, signature);
  }

  /** Reads all shards into one; a name may be in one of them only. */
  Contents readShards(List<Path> shards) {
    List<Contents> contents = new ArrayList<>();
    for (Path shard : shards) {
      MappedFile file = mappings.map(shard);
      contents.add(readTensors(file, Signature.of(file)));
    }
    return Contents.merge(contents);
  }

  private static Contents readTensors(MappedFile file, Signature signature) {
    if (signature.isSafetensors()) {
      return SafetensorsReader.read(file);
    }
    if (signature.isZip()) {
      return TorchZipReader.read(file);
    }
    if (signature.isPickle()) {
      return TorchLegacyReader.read(file);
    }
    throw file.error(EXPECTED + "; found " + signature.describe());
  }
}

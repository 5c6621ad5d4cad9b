package dev.jclip.weights;

import dev.jclip.io.Messages;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads {@code torch.save} files from before PyTorch 1.6: pickles of a magic number, a version, the
 * machine, the object and the keys of its storages, and then each storage as its number of elements
 * and their bytes.
 */
final class TorchLegacyReader {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;
  private static final String STORAGES = "storages";

  private final MappedFile file;
  private final HeapBudget budget;
  private final ByteCursor cursor;
  private final PickleReader pickles;
  private final Map<String, MemorySegment> storages = new HashMap<>();

  private TorchLegacyReader(MappedFile file) {
    this.file = file;
    this.budget = new HeapBudget(file);
    this.cursor = new ByteCursor(file, "legacy PyTorch file", 0, file.size());
    this.pickles = new PickleReader(file, cursor, budget);
  }

  static Contents read(MappedFile file) {
    return new TorchLegacyReader(file).read();
  }

  private Contents read() {
    if (!MAGIC.equals(pickles.read())) {
      throw file.error(
          "is a Python pickle, but not one of torch.save; expected a PyTorch checkpoint");
    }
    requireVersion();
    requireLittleEndian();
    Object root = pickles.read();
    locateStorages();
    return TorchObjects.read(file, CheckpointFormat.TORCH_LEGACY, root, budget, this::storage);
  }

  private void requireVersion() {
    Object version = pickles.read();
    if (!version.equals(VERSION)) {
      throw file.error(
          "expected protocol version %d, found %s".formatted(VERSION, Py.describe(version)));
    }
  }

  private void requireLittleEndian() {
    Object machine = pickles.read();
    if (!(machine instanceof Py.Dict dict)
        || !Boolean.TRUE.equals(dict.entries.get("little_endian"))) {
      throw file.error(
          "expected little-endian storages, found others; save the file on a little-endian machine");
    }
  }

  private void locateStorages() {
    if (!(pickles.read() instanceof Py.Sequence keys)) {
      throw file.error(STORAGES + ": expected the list of their keys; the file is damaged");
    }
    for (Object key : keys.items) {
      Py.Storage storage = key instanceof String text ? pickles.storages().get(text) : null;
      if (storage == null) {
        throw file.error(
            "%s: %s is not a storage that the object uses".formatted(STORAGES, Py.describe(key)));
      }
      budget.take(100);
      locate(storage);
    }
  }

  private void locate(Py.Storage storage) {
    long count = cursor.i64();
    long length = storage.count() * storage.dtype().byteSize();
    if (count != storage.count() || length > cursor.remaining()) {
      throw file.error(
          "%s: %s: expected %d elements in %d bytes, found %d elements and %d bytes left; damaged"
              .formatted(
                  STORAGES,
                  Messages.brief(storage.key()),
                  storage.count(),
                  length,
                  count,
                  cursor.remaining()));
    }
    storages.put(storage.key(), file.slice(cursor.position(), length));
    cursor.skip(length);
  }

  private MemorySegment storage(Py.Storage storage) {
    MemorySegment bytes = storages.get(storage.key());
    if (bytes == null) {
      throw file.error(
          "%s: expected %s, found none; the file is damaged"
              .formatted(STORAGES, Messages.brief(storage.key())));
    }
    return bytes;
  }
}

package dev.jclip.weights;

import dev.jclip.io.Messages;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Reads the zip archives of {@code torch.save} and {@code torch.jit.save}: a folder that holds a
 * pickle, {@code data.pkl}, and each storage as an uncompressed entry {@code data/KEY}.
 */
final class TorchZipReader {
  private static final String PICKLE = "data.pkl";
  private static final int LONGEST_BYTE_ORDER = 16;

  private final MappedFile file;
  private final HeapBudget budget;
  private final ZipDirectory entries;
  private final String folder;

  private TorchZipReader(MappedFile file, HeapBudget budget, ZipDirectory entries, String folder) {
    this.file = file;
    this.budget = budget;
    this.entries = entries;
    this.folder = folder;
  }

  static Contents read(MappedFile file) {
    HeapBudget budget = new HeapBudget(file);
    ZipDirectory entries = ZipDirectory.read(file, budget);
    List<String> pickles = entries.names().stream().filter(TorchZipReader::isMainPickle).toList();
    if (pickles.size() != 1) {
      throw file.error(
          "is a zip archive of %s; expected one of PyTorch, with a single FOLDER/%s"
              .formatted(Messages.names(entries.names()), PICKLE));
    }
    String pickle = pickles.getFirst();
    String folder = pickle.substring(0, pickle.length() - PICKLE.length());
    return new TorchZipReader(file, budget, entries, folder).read(entries.stored(pickle));
  }

  private static boolean isMainPickle(String name) {
    return name.endsWith("/" + PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1;
  }

  private Contents read(ZipEntry pickle) {
    requireLittleEndian();
    Object root = new PickleReader(file, cursor(pickle), budget).read();
    return TorchObjects.read(file, CheckpointFormat.TORCH, root, budget, this::storage);
  }

  private void requireLittleEndian() {
    String name = folder + "byteorder";
    if (!entries.contains(name)) {
      return;
    }
    ZipEntry entry = entries.stored(name);
    String order = cursor(entry).latin1(Math.min(entry.size(), LONGEST_BYTE_ORDER)).strip();
    if (!order.equals("little")) {
      throw file.error(
          "byteorder: expected little, found %s; save the file on a little-endian machine"
              .formatted(Messages.brief(order)));
    }
  }

  private MemorySegment storage(Py.Storage storage) {
    ZipEntry entry = entries.stored(folder + "data/" + storage.key());
    return file.slice(entry.dataStart(), entry.size());
  }

  private ByteCursor cursor(ZipEntry entry) {
    long start = entry.dataStart();
    return new ByteCursor(file, Messages.brief(entry.name()), start, start + entry.size());
  }
}

package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import dev.jclip.weights.StateDict.Unread;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the tensors in what the unpickler returned, and tells what else there is. */
final class TorchObjects {
  /** Under these keys training programs put the state dict, some of them one in another. */
  private static final List<String> STATE_KEYS =
      List.of("state_dict", "model_state_dict", "model", "module");

  private static final int DEEPEST_NESTING = 4;
  private static final int DEEPEST_MODULE = 100;
  private static final String SCRIPT_MODULE = "__torch__";

  private final MappedFile file;
  private final HeapBudget budget;
  private final StorageData storageData;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Map<String, Object> extras = new LinkedHashMap<>();

  private TorchObjects(MappedFile file, HeapBudget budget, StorageData storageData) {
    this.file = file;
    this.budget = budget;
    this.storageData = storageData;
  }

  /** The contents of a checkpoint whose unpickled object is {@code root}. */
  static Contents read(
      MappedFile file,
      CheckpointFormat dictFormat,
      Object root,
      HeapBudget budget,
      StorageData storageData) {
    TorchObjects objects = new TorchObjects(file, budget, storageData);
    return objects.contents(objects.collect(root, dictFormat), root);
  }

  private CheckpointFormat collect(Object root, CheckpointFormat dictFormat) {
    if (root instanceof Py.Instance instance && isScript(instance)) {
      collectModule("", instance, 0);
      return CheckpointFormat.TORCHSCRIPT;
    }
    if (root instanceof Py.Instance instance) {
      throw file.error(
          "expected a state dict, found a whole pickled object of class %s; save its state_dict()"
              .formatted(Messages.brief(instance.type.qualified())));
    }
    if (!(root instanceof Py.Dict dict)) {
      throw file.error("expected a state dict, found " + Py.describe(root));
    }
    collectDict(stateDict(dict, 0));
    return dictFormat;
  }

  private Contents contents(CheckpointFormat format, Object root) {
    if (tensors.isEmpty()) {
      throw file.error(
          "expected a state dict with tensors, found %s with %s"
              .formatted(Py.describe(root), Messages.names(extras.keySet())));
    }
    return new Contents(format, tensors, Map.of(), extras);
  }

  /** Follows the keys that lead to the state dict; what lies beside the path are extras. */
  private Py.Dict stateDict(Py.Dict dict, int depth) {
    for (String key : STATE_KEYS) {
      if (depth < DEEPEST_NESTING && dict.entries.get(key) instanceof Py.Dict inner) {
        dict.entries.forEach(
            (name, value) -> {
              if (!key.equals(name)) {
                addExtra(name, value);
              }
            });
        return stateDict(inner, depth + 1);
      }
    }
    return dict;
  }

  private void collectDict(Py.Dict dict) {
    dict.entries.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof Py.Tensor tensor) {
            addTensor(name, tensor);
          } else {
            addExtra(key, value);
          }
        });
  }

  /** Collects a script module's attributes by path; a shared submodule is met on each path. */
  private void collectModule(String path, Py.Instance module, int depth) {
    if (depth > DEEPEST_MODULE) {
      throw file.error(
          Messages.brief(path) + ": modules are nested too deeply; damaged or hostile");
    }
    if (!(module.state instanceof Py.Dict attributes)) {
      return;
    }
    attributes.entries.forEach(
        (key, value) -> {
          if (key instanceof String name) {
            budget.takeString((long) path.length() + name.length());
            collectAttribute(path.isEmpty() ? name : path + "." + name, value, depth);
          }
        });
  }

  private void collectAttribute(String path, Object value, int depth) {
    switch (value) {
      case Py.Tensor tensor -> addTensor(path, tensor);
      case Py.Instance module when isScript(module) -> collectModule(path, module, depth + 1);
      case Object _ when path.equals("training") || path.endsWith(".training") -> {}
      default -> addExtra(path, value);
    }
  }

  private static boolean isScript(Py.Instance instance) {
    String module = instance.type.module();
    return module.equals(SCRIPT_MODULE) || module.startsWith(SCRIPT_MODULE + ".");
  }

  private void addTensor(String name, Py.Tensor tensor) {
    budget.take(300);
    int size = tensor.dtype().byteSize();
    long length = tensor.layout().span() * size;
    MemorySegment storage = storageData.of(tensor.storage());
    long offset = tensor.offset() * size;
    if (length > storage.byteSize() || offset > storage.byteSize() - length) {
      throw file.error(
          "%s: expected bytes %d to %d of storage %s, found %d bytes; the file is damaged"
              .formatted(
                  Messages.brief(name),
                  offset,
                  offset + length,
                  Messages.brief(tensor.storage().key()),
                  storage.byteSize()));
    }
    MemorySegment data = storage.asSlice(offset, length);
    tensors.put(name, new StoredTensor(name, tensor.dtype(), tensor.layout(), data, file));
  }

  private void addExtra(Object key, Object value) {
    budget.take(100);
    String name = key instanceof String text ? text : Py.describe(key);
    switch (value) {
      case Py.None _ -> {}
      case Long _, Double _, Boolean _, String _ -> extras.put(name, value);
      default -> extras.put(name, new Unread(Py.describe(value)));
    }
  }

  /** Where the bytes of a storage are. */
  interface StorageData {
    /**
     * The bytes of a storage.
     *
     * @throws CheckpointException if the file does not hold them
     */
    MemorySegment of(Py.Storage storage);
  }
}

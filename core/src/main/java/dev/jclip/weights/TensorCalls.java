package dev.jclip.weights;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that PyTorch's pickles build tensors with, as views that are checked to fit. */
final class TensorCalls {
  private static final int TENSOR_COST = 320;

  private final MappedFile file;
  private final HeapBudget budget;
  private final Map<String, Py.Storage> storages = new LinkedHashMap<>();

  TensorCalls(MappedFile file, HeapBudget budget) {
    this.file = file;
    this.budget = budget;
  }

  /** All storages so far, by key. */
  Map<String, Py.Storage> storages() {
    return storages;
  }

  /** The tensor that a call makes; empty if the function makes none. */
  Optional<Object> call(String function, List<Object> arguments) {
    return switch (function) {
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
          Optional.of(tensor(arguments, argument(arguments, 0, Py.Storage.class).dtype()));
      case "torch._utils._rebuild_tensor_v3" ->
          Optional.of(tensor(arguments, dtype(argument(arguments, 6, Py.Global.class))));
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          Optional.of(argument(arguments, 0, Py.Tensor.class));
      case "torch._tensor._rebuild_from_type_v2" -> retyped(arguments);
      default -> Optional.empty();
    };
  }

  /** The storage of a persistent id: {@code ("storage", class, key, device, elements, ...)}. */
  Py.Storage storage(List<Object> id) {
    if (!"storage".equals(argument(id, 0, String.class))) {
      throw error("expected a storage, found " + Py.describe(id.getFirst()));
    }
    if (id.size() > 5 && id.get(5) != Py.None.NONE) {
      throw error("views of storages (PyTorch before 0.4) are not read; save the file again");
    }
    Py.Global type = argument(id, 1, Py.Global.class);
    String key = argument(id, 2, String.class);
    long count = argument(id, 4, Long.class);
    DType dtype = storageDtype(type);
    if (count < 0 || count > file.size() / dtype.byteSize()) {
      throw error(
          "storage %s: expected at most the %d bytes of the file, found %d elements of %s"
              .formatted(Messages.brief(key), file.size(), count, dtype));
    }
    budget.take(TENSOR_COST);
    Py.Storage storage = new Py.Storage(key, dtype, count);
    storages.putIfAbsent(key, storage);
    return storage;
  }

  private Py.Tensor tensor(List<Object> arguments, DType dtype) {
    Py.Storage storage = argument(arguments, 0, Py.Storage.class);
    long start = argument(arguments, 1, Long.class);
    long[] shape = longs(argument(arguments, 2, Py.Sequence.class));
    long[] strides = longs(argument(arguments, 3, Py.Sequence.class));
    budget.take(TENSOR_COST);
    Layout layout = layout(storage, shape, strides);
    long offset = layout.count() == 0 ? 0 : start;
    long held = storage.count() * storage.dtype().byteSize() / dtype.byteSize();
    if (offset < 0 || offset > held - layout.span() || layout.count() > held) {
      throw error(
          "tensor in storage %s: expected a view of its %d elements, found shape %s from %d on"
              .formatted(Messages.brief(storage.key()), held, layout, offset));
    }
    return new Py.Tensor(storage, dtype, offset, layout);
  }

  private Layout layout(Py.Storage storage, long[] shape, long[] strides) {
    try {
      return Layout.of(shape, strides);
    } catch (IllegalArgumentException e) {
      throw file.error(
          "pickle: tensor in storage " + Messages.brief(storage.key()) + ": " + e.getMessage(), e);
    }
  }

  /** A tensor of a subclass or with attributes: {@code (function, type, arguments, state)}. */
  private Optional<Object> retyped(List<Object> arguments) {
    String function = argument(arguments, 0, Py.Global.class).qualified();
    if (!function.startsWith("torch._utils._rebuild_")) {
      return Optional.empty();
    }
    return call(function, argument(arguments, 2, Py.Sequence.class).items);
  }

  private DType storageDtype(Py.Global type) {
    if (type.name().equals("UntypedStorage")) {
      return DType.U8;
    }
    return DType.ofStorage(type.name())
        .filter(_ -> type.module().equals("torch") || type.module().equals("torch.cuda"))
        .orElseThrow(() -> error("unknown kind of storage " + Messages.brief(type.qualified())));
  }

  private DType dtype(Py.Global type) {
    return DType.ofTorch(type.name())
        .orElseThrow(() -> error("unknown dtype " + Messages.brief(type.qualified())));
  }

  private long[] longs(Py.Sequence sequence) {
    budget.take(32 + 8L * sequence.items.size());
    long[] values = new long[sequence.items.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = argument(sequence.items, i, Long.class);
    }
    return values;
  }

  private <T> T argument(List<Object> arguments, int index, Class<T> type) {
    if (index < arguments.size() && type.isInstance(arguments.get(index))) {
      return type.cast(arguments.get(index));
    }
    throw error(
        "expected argument %d of a tensor to be a %s, found %s"
            .formatted(
                index,
                type.getSimpleName(),
                index < arguments.size() ? Py.describe(arguments.get(index)) : "none"));
  }

  private CheckpointException error(String message) {
    return file.error("pickle: " + message);
  }
}

package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the calls in a pickle mean. Containers and tensors are made; any other call becomes an
 * {@link Py.Instance} that carries the name only. Names that no data file has a reason to call,
 * because Python would run a command, end in an exception: whoever opens such a file elsewhere is
 * in danger.
 */
final class PickleCalls {
  private static final int DICT_COST = 160;
  private static final int ENTRY_COST = 72;
  private static final int INSTANCE_COST = 48;

  private static final Set<String> HOSTILE_MODULES =
      Set.of(
          "os",
          "posix",
          "nt",
          "sys",
          "subprocess",
          "commands",
          "shutil",
          "socket",
          "pty",
          "platform",
          "importlib",
          "runpy",
          "imp",
          "code",
          "codeop",
          "ctypes",
          "pickle",
          "_pickle",
          "marshal",
          "webbrowser",
          "multiprocessing",
          "asyncio",
          "urllib",
          "requests");

  private static final Set<String> BUILTINS = Set.of("builtins", "__builtin__");

  private static final Set<String> HARMLESS_BUILTINS =
      Set.of(
          "bool",
          "bytearray",
          "bytes",
          "complex",
          "dict",
          "float",
          "frozenset",
          "getattr",
          "int",
          "list",
          "long",
          "object",
          "range",
          "set",
          "slice",
          "str",
          "tuple",
          "unicode",
          "xrange");

  private final MappedFile file;
  private final HeapBudget budget;
  private final TensorCalls tensors;

  PickleCalls(MappedFile file, HeapBudget budget) {
    this.file = file;
    this.budget = budget;
    this.tensors = new TensorCalls(file, budget);
  }

  Map<String, Py.Storage> storages() {
    return tensors.storages();
  }

  Py.Global global(String module, String name) {
    int dot = module.indexOf('.');
    String root = dot < 0 ? module : module.substring(0, dot);
    boolean harmful = BUILTINS.contains(root) && !HARMLESS_BUILTINS.contains(name);
    if (harmful || HOSTILE_MODULES.contains(root)) {
      throw file.error(
          ("pickle: asks Python to call %s.%s, which no checkpoint needs; jclip executed nothing;"
                  + " do not open this file with other programs")
              .formatted(Messages.brief(module), Messages.brief(name)));
    }
    budget.take(INSTANCE_COST);
    return new Py.Global(module, name);
  }

  Object call(Object callable, Object arguments) {
    if (!(callable instanceof Py.Global function)) {
      throw error("expected the name of a function or class, found " + Py.describe(callable));
    }
    List<Object> items = items(arguments);
    return switch (function.qualified()) {
      case "collections.OrderedDict",
          "collections.defaultdict",
          "collections.Counter",
          "builtins.dict",
          "__builtin__.dict" ->
          dictOf(items);
      case "torch.Size",
          "builtins.set",
          "builtins.frozenset",
          "builtins.list",
          "builtins.tuple",
          "__builtin__.set",
          "__builtin__.frozenset",
          "torch.jit._pickle.build_intlist",
          "torch.jit._pickle.build_doublelist",
          "torch.jit._pickle.build_boollist",
          "torch.jit._pickle.build_tensorlist",
          "torch.jit._pickle.restore_type_tag" ->
          items.isEmpty() ? newSequence() : items.getFirst();
      default -> tensors.call(function.qualified(), items).orElseGet(() -> newInstance(function));
    };
  }

  /** The object that a persistent id stands for: a storage, or the class of a whole module. */
  Object persistent(Object id) {
    List<Object> items = items(id);
    if (items.size() > 1 && "module".equals(items.getFirst())) {
      return items.get(1);
    }
    return tensors.storage(items);
  }

  void setState(Object target, Object state) {
    switch (target) {
      case Py.Instance instance -> instance.state = state;
      case Py.Dict _ -> {}
      case Py.Tensor _ -> {}
      default -> throw error("expected an object to restore, found " + Py.describe(target));
    }
  }

  void addAll(Object target, List<Object> items) {
    switch (target) {
      case Py.Sequence sequence -> {
        budget.take(32 + 12L * items.size());
        sequence.items.addAll(items);
      }
      case Py.Instance _ -> {}
      default -> throw error("expected a list to add to, found " + Py.describe(target));
    }
  }

  /** Puts keys and values, which take turns, into a dict. */
  void putAll(Object target, List<Object> keysAndValues) {
    if (keysAndValues.size() % 2 != 0) {
      throw error("expected a value for every key of a dict");
    }
    switch (target) {
      case Py.Dict dict -> {
        for (int i = 0; i < keysAndValues.size(); i += 2) {
          budget.take(ENTRY_COST);
          dict.entries.put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
      }
      case Py.Instance _ -> {}
      default -> throw error("expected a dict to add to, found " + Py.describe(target));
    }
  }

  Py.Dict newDict() {
    budget.take(DICT_COST);
    return new Py.Dict();
  }

  private Py.Sequence newSequence() {
    budget.take(DICT_COST);
    return new Py.Sequence(List.of());
  }

  private Py.Instance newInstance(Py.Global type) {
    budget.take(INSTANCE_COST);
    return new Py.Instance(type);
  }

  /** A dict from a call's arguments: nothing, or a list of pairs among them. */
  private Py.Dict dictOf(List<Object> arguments) {
    Py.Dict dict = newDict();
    if (!arguments.isEmpty() && arguments.getLast() instanceof Py.Sequence pairs) {
      for (Object pair : pairs.items) {
        putAll(dict, items(pair));
      }
    }
    return dict;
  }

  private List<Object> items(Object value) {
    if (value instanceof Py.Sequence sequence) {
      return sequence.items;
    }
    throw error("expected a tuple, found " + Py.describe(value));
  }

  private CheckpointException error(String message) {
    return file.error("pickle: " + message);
  }
}

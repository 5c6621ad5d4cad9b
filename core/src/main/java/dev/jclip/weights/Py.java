package dev.jclip.weights;

import dev.jclip.config.DType;
import dev.jclip.io.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the unpickler makes of a pickle: numbers, strings and byte arrays are Java's, everything
 * else is one of these. Containers compare by identity: a hostile pickle makes them cyclic, or so
 * shared that a comparison by content would never end.
 */
final class Py {
  private Py() {}

  /** Python's {@code None}. */
  enum None {
    /** The only value. */
    NONE
  }

  /** A list, tuple or set. */
  static final class Sequence {
    final List<Object> items;

    Sequence(List<Object> items) {
      this.items = new ArrayList<>(items);
    }
  }

  /** A dict of any class. */
  static final class Dict {
    final Map<Object, Object> entries = new LinkedHashMap<>();
  }

  /** An object of a class that is not looked up: its class is a name, its state what was stored. */
  static final class Instance {
    final Global type;
    Object state = None.NONE;

    Instance(Global type) {
      this.type = type;
    }
  }

  /** The name of a class or function; never resolved. */
  record Global(String module, String name) {
    String qualified() {
      return module + "." + name;
    }
  }

  /** A block of elements that lies elsewhere in the checkpoint. */
  record Storage(String key, DType dtype, long count) {}

  /** A view of a storage; the layout is known to stay inside it. */
  record Tensor(Storage storage, DType dtype, long offset, Layout layout) {}

  /** What a value is, for messages. */
  static String describe(Object value) {
    return switch (value) {
      case None _ -> "None";
      case Sequence sequence -> "list of " + sequence.items.size() + " items";
      case Dict dict -> "dict of " + dict.entries.size() + " entries";
      case Instance instance -> "object of class " + Messages.brief(instance.type.qualified());
      case Global global -> "reference to " + Messages.brief(global.qualified());
      case Storage storage -> "storage of " + storage.count + " elements";
      case Tensor tensor -> "tensor " + tensor.dtype + " " + tensor.layout;
      case byte[] bytes -> bytes.length + " bytes";
      case String text -> "'" + Messages.brief(text) + "'";
      default -> value.toString();
    };
  }
}

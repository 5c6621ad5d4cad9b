package dev.jclip.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A pickle of random opcodes, most of them such that the next one finds its operands. */
final class RandomPickle {
  private static final List<String> NAMES =
      List.of("a", "b", "state_dict", "model", "module.w", "training", "0", "storage", "little");
  private static final String[][] GLOBALS = {
    {"torch", "FloatStorage"},
    {"torch", "HalfStorage"},
    {"torch", "UntypedStorage"},
    {"torch", "Size"},
    {"torch._utils", "_rebuild_tensor_v2"},
    {"torch._utils", "_rebuild_tensor_v3"},
    {"torch._utils", "_rebuild_parameter"},
    {"torch._tensor", "_rebuild_from_type_v2"},
    {"collections", "OrderedDict"},
    {"collections", "defaultdict"},
    {"torch.jit._pickle", "restore_type_tag"},
    {"__torch__.model", "Clip"},
    {"argparse", "Namespace"},
    {"builtins", "set"},
  };

  private final Random random;
  private final Pickle pickle = new Pickle();
  private int memoized;

  RandomPickle(Random random) {
    this.random = random;
  }

  Path writeTo(Path file) {
    boolean script = random.nextBoolean();
    pickle.op(PickleOp.EMPTY_DICT).put(memoized++);
    if (script) {
      pickle.global("__torch__.model", "Clip").op(PickleOp.EMPTY_TUPLE, PickleOp.NEWOBJ);
      pickle.put(memoized++).op(PickleOp.EMPTY_DICT);
    }
    int entries = random.nextInt(12);
    for (int i = 0; i < entries; i++) {
      pickle.text(NAMES.get(random.nextInt(NAMES.size())) + random.nextInt(3));
      value(random.nextInt(4));
      pickle.op(PickleOp.SETITEM);
    }
    int strays = random.nextInt(4) == 0 ? random.nextInt(20) : 0;
    for (int i = 0; i < strays; i++) {
      pickle.op(random.nextInt(256));
    }
    if (script) {
      pickle.op(PickleOp.BUILD);
    }
    return pickle.writeTo(file);
  }

  private void value(int depth) {
    int kind = random.nextInt(depth == 0 ? 6 : 11);
    switch (kind) {
      case 0 -> pickle.integer(random.nextLong() >> random.nextInt(64));
      case 1 -> pickle.text(NAMES.get(random.nextInt(NAMES.size())));
      case 2 -> pickle.get(random.nextInt(memoized + (random.nextInt(64) == 0 ? 1 : 0)));
      case 3 -> pickle.op(PickleOp.NEWTRUE);
      case 4, 5 -> tensor();
      case 6 -> sequence(depth);
      case 7, 8 -> object(depth, "__torch__.model", "Block");
      default -> {
        String[] global = GLOBALS[random.nextInt(GLOBALS.length)];
        object(depth, global[0], global[1]);
      }
    }
    if (random.nextBoolean()) {
      pickle.put(memoized++);
    }
  }

  private void tensor() {
    long size = random.nextInt(5);
    long stride = random.nextInt(3);
    long odd = random.nextInt(24) == 0 ? random.nextLong() >> random.nextInt(64) : 1;
    pickle.tensor(4, random.nextInt(2), new long[] {size, odd}, new long[] {stride, 1});
  }

  private void sequence(int depth) {
    pickle.op(PickleOp.MARK);
    int items = random.nextInt(4);
    for (int i = 0; i < items; i++) {
      value(depth - 1);
    }
    pickle.op(random.nextBoolean() ? PickleOp.TUPLE : PickleOp.LIST);
  }

  /** A call and its state, a dict that may refer to anything before it, the object included. */
  private void object(int depth, String module, String name) {
    pickle.global(module, name).op(PickleOp.MARK);
    int arguments = random.nextInt(3);
    for (int i = 0; i < arguments; i++) {
      value(depth - 1);
    }
    pickle.op(PickleOp.TUPLE, PickleOp.REDUCE).put(memoized++).op(PickleOp.EMPTY_DICT);
    int entries = random.nextInt(4);
    for (int i = 0; i < entries; i++) {
      pickle.text(NAMES.get(random.nextInt(NAMES.size())));
      value(depth - 1);
      pickle.op(PickleOp.SETITEM);
    }
    pickle.op(PickleOp.BUILD);
  }
}

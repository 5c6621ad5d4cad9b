package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pickles as data. Classes and functions stay names; the few that make up tensors and
 * containers are understood by {@link PickleCalls}, and nothing is ever looked up or executed.
 *
 * <p>The objects made are bounded by a budget, and the stack and memo with them.
 */
final class PickleReader {
  private static final int MAX_PROTOCOL = 5;
  private static final int LONGEST_LINE = 256;
  private static final int LONGEST_INTEGER = 16;

  private final MappedFile file;
  private final ByteCursor in;
  private final HeapBudget budget;
  private final PickleCalls calls;
  private PickleStack stack;
  private Map<Long, Object> memo = new HashMap<>();

  PickleReader(MappedFile file, ByteCursor in, HeapBudget budget) {
    this.file = file;
    this.in = in;
    this.budget = budget;
    this.calls = new PickleCalls(file, budget);
    this.stack = new PickleStack(file, budget);
  }

  /** The storages that pickles read so far refer to, by key. */
  Map<String, Py.Storage> storages() {
    return calls.storages();
  }

  /** Reads the next pickle. */
  Object read() {
    stack = new PickleStack(file, budget);
    memo = new HashMap<>();
    for (int op = in.u8(); op != PickleOp.STOP; op = in.u8()) {
      step(op);
    }
    return stack.pop();
  }

  private void step(int op) {
    switch (op) {
      case PickleOp.PROTO -> requireProtocol(in.u8());
      case PickleOp.FRAME -> in.i64();
      case PickleOp.MARK -> stack.mark();
      case PickleOp.POP -> stack.pop();
      case PickleOp.POP_MARK -> stack.popToMark();
      case PickleOp.DUP -> stack.push(stack.top());
      case PickleOp.PUT -> remember(decimal(in.line(LONGEST_LINE)));
      case PickleOp.BINPUT -> remember(in.u8());
      case PickleOp.LONG_BINPUT -> remember(in.u32());
      case PickleOp.MEMOIZE -> remember(memo.size());
      case PickleOp.GET -> recall(decimal(in.line(LONGEST_LINE)));
      case PickleOp.BINGET -> recall(in.u8());
      case PickleOp.LONG_BINGET -> recall(in.u32());
      default -> stepValue(op);
    }
  }

  private void stepValue(int op) {
    switch (op) {
      case PickleOp.NONE -> stack.push(Py.None.NONE);
      case PickleOp.NEWTRUE -> stack.push(true);
      case PickleOp.NEWFALSE -> stack.push(false);
      case PickleOp.INT -> stack.push(integerOrTruth(in.line(LONGEST_LINE)));
      case PickleOp.BININT -> stack.push((long) in.i32());
      case PickleOp.BININT1 -> stack.push((long) in.u8());
      case PickleOp.BININT2 -> stack.push((long) in.u16());
      case PickleOp.LONG -> stack.push(bigDecimal(in.line(LONGEST_LINE)));
      case PickleOp.LONG1 -> stack.push(integer(in.u8()));
      case PickleOp.FLOAT -> stack.push(floating(in.line(LONGEST_LINE)));
      case PickleOp.BINFLOAT -> stack.push(in.bigEndianDouble());
      case PickleOp.BINUNICODE -> stack.push(text(in.u32()));
      case PickleOp.SHORT_BINUNICODE -> stack.push(text(in.u8()));
      case PickleOp.BINUNICODE8 -> stack.push(text(in.i64()));
      case PickleOp.BINSTRING -> stack.push(latin1(in.u32()));
      case PickleOp.SHORT_BINSTRING -> stack.push(latin1(in.u8()));
      case PickleOp.BINBYTES -> stack.push(bytes(in.u32()));
      case PickleOp.SHORT_BINBYTES -> stack.push(bytes(in.u8()));
      case PickleOp.BINBYTES8, PickleOp.BYTEARRAY8 -> stack.push(bytes(in.i64()));
      default -> stepContainer(op);
    }
  }

  private void stepContainer(int op) {
    switch (op) {
      case PickleOp.EMPTY_TUPLE, PickleOp.EMPTY_LIST, PickleOp.EMPTY_SET -> {
        budget.take(64);
        stack.push(new Py.Sequence(List.of()));
      }
      case PickleOp.TUPLE, PickleOp.LIST, PickleOp.FROZENSET ->
          stack.push(new Py.Sequence(stack.popToMark()));
      case PickleOp.TUPLE1 -> stack.push(tuple(1));
      case PickleOp.TUPLE2 -> stack.push(tuple(2));
      case PickleOp.TUPLE3 -> stack.push(tuple(3));
      case PickleOp.EMPTY_DICT -> stack.push(calls.newDict());
      case PickleOp.DICT -> {
        List<Object> items = stack.popToMark();
        stack.push(calls.newDict());
        calls.putAll(stack.top(), items);
      }
      case PickleOp.APPEND -> {
        List<Object> item = List.of(stack.pop());
        calls.addAll(stack.top(), item);
      }
      case PickleOp.APPENDS, PickleOp.ADDITEMS -> {
        List<Object> items = stack.popToMark();
        calls.addAll(stack.top(), items);
      }
      case PickleOp.SETITEM -> {
        Object value = stack.pop();
        List<Object> item = List.of(stack.pop(), value);
        calls.putAll(stack.top(), item);
      }
      case PickleOp.SETITEMS -> {
        List<Object> items = stack.popToMark();
        calls.putAll(stack.top(), items);
      }
      default -> stepObject(op);
    }
  }

  private void stepObject(int op) {
    switch (op) {
      case PickleOp.GLOBAL -> stack.push(global(in.line(LONGEST_LINE), in.line(LONGEST_LINE)));
      case PickleOp.STACK_GLOBAL -> {
        Object name = stack.pop();
        stack.push(global(string(stack.pop()), string(name)));
      }
      case PickleOp.REDUCE, PickleOp.NEWOBJ -> {
        Object arguments = stack.pop();
        stack.push(calls.call(stack.pop(), arguments));
      }
      case PickleOp.NEWOBJ_EX -> {
        stack.pop();
        Object arguments = stack.pop();
        stack.push(calls.call(stack.pop(), arguments));
      }
      case PickleOp.BUILD -> {
        Object state = stack.pop();
        calls.setState(stack.top(), state);
      }
      case PickleOp.BINPERSID -> stack.push(calls.persistent(stack.pop()));
      default ->
          throw error(
              "opcode 0x%02x at byte %d is not one of PyTorch's; the file is damaged or hostile"
                  .formatted(op, in.position() - 1));
    }
  }

  private Py.Sequence tuple(int size) {
    Object[] items = new Object[size];
    for (int i = size - 1; i >= 0; i--) {
      items[i] = stack.pop();
    }
    budget.take(96);
    return new Py.Sequence(List.of(items));
  }

  private Py.Global global(String module, String name) {
    budget.takeString((long) module.length() + name.length());
    return calls.global(module, name);
  }

  private String string(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw error("expected a string, found " + Py.describe(value));
  }

  private String text(long length) {
    budget.takeString(length);
    return in.utf8(length);
  }

  private String latin1(long length) {
    budget.takeString(length);
    return in.latin1(length);
  }

  private byte[] bytes(long length) {
    budget.take(32 + length);
    return in.bytes(length);
  }

  /** A little-endian two's complement integer: Long where it fits. */
  private Object integer(int length) {
    if (length > LONGEST_INTEGER) {
      throw error("an integer of " + length + " bytes; the file is damaged");
    }
    byte[] littleEndian = in.bytes(length);
    byte[] bigEndian = new byte[length + 1];
    for (int i = 0; i < length; i++) {
      bigEndian[length - i] = littleEndian[i];
    }
    bigEndian[0] = (byte) (length > 0 ? littleEndian[length - 1] >> 7 : 0);
    return narrow(new BigInteger(bigEndian));
  }

  private Object bigDecimal(String line) {
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    try {
      return narrow(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw error("expected an integer, found '" + Messages.brief(line) + "'");
    }
  }

  private static Object narrow(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private Object integerOrTruth(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> decimal(line);
    };
  }

  private long decimal(String line) {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException e) {
      throw error("expected an integer, found '" + Messages.brief(line) + "'");
    }
  }

  private double floating(String line) {
    try {
      return Double.parseDouble(line);
    } catch (NumberFormatException e) {
      throw error("expected a number, found '" + Messages.brief(line) + "'");
    }
  }

  private void remember(long index) {
    budget.take(64);
    memo.put(index, stack.top());
  }

  private void recall(long index) {
    Object value = memo.get(index);
    if (value == null) {
      throw error("refers to object " + index + ", which is not there; the file is damaged");
    }
    stack.push(value);
  }

  private void requireProtocol(int protocol) {
    if (protocol > MAX_PROTOCOL) {
      throw error(
          "expected protocol up to %d, found %d; the file is damaged"
              .formatted(MAX_PROTOCOL, protocol));
    }
  }

  private CheckpointException error(String message) {
    return file.error("pickle: " + message);
  }
}

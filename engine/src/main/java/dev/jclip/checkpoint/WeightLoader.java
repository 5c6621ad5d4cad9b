package dev.jclip.checkpoint;

import dev.jclip.error.CheckpointException;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.PositionalEmbeddings;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;
import dev.jclip.weights.keys.KeyLayout;
import dev.jclip.weights.keys.StoredKey;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * Copies a state dictionary into the tensors that a model needs. Every key is checked before
 * anything is allocated, so a damaged or foreign file costs nothing.
 */
final class WeightLoader implements WeightSource {
  private static final int SHOWN_PROBLEMS = 8;

  /**
   * How many times more positions a grid may be stretched to: eight times the picture's side. More
   * is a damaged configuration, which must not make a small file into a large model.
   */
  private static final long MOST_GROWTH = 64;

  private final StateDict stateDict;
  private final KeyLayout keys;
  private final PositionalEmbeddings.Interpolation interpolation;
  private final List<ParameterSpec> specs;

  /**
   * Checks all keys. The state dictionary is closed with this source.
   *
   * @param specs the tensors of the model
   * @param resizable whether positions of another grid are fitted to the model's
   * @throws CheckpointException naming each key that is missing, surplus or of another shape
   */
  WeightLoader(
      StateDict stateDict,
      KeyLayout keys,
      PositionalEmbeddings.Interpolation interpolation,
      List<ParameterSpec> specs,
      boolean resizable) {
    this.stateDict = stateDict;
    this.keys = keys;
    this.interpolation = interpolation;
    this.specs = specs;
    check(resizable);
  }

  @Override
  public Weights readAll() {
    var weights = new Weights();
    try {
      for (ParameterSpec spec : specs) {
        try (TensorScope _ = TensorScope.inference()) {
          weights.add(spec.name(), read(spec));
        }
      }
      return weights;
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  private void check(boolean resizable) {
    var problems = new ArrayList<String>();
    Set<String> used = new HashSet<>();
    for (ParameterSpec spec : specs) {
      StoredKey stored = keys.stored(spec.name());
      used.addAll(stored.names());
      for (String name : stored.names()) {
        if (!stateDict.contains(name)) {
          problems.add("%s: expected %s, but the key is missing".formatted(name, spec.shape()));
        } else if (!fits(stored, spec, stateDict.get(name), resizable)) {
          problems.add(
              "%s: expected %s, found %s"
                  .formatted(
                      name,
                      Arrays.toString(storedShape(stored, spec)),
                      Arrays.toString(stateDict.get(name).shape())));
        } else if (!stateDict.get(name).dtype().isFloat()) {
          problems.add(
              "%s: expected floating-point numbers, found %s"
                  .formatted(name, stateDict.get(name).dtype()));
        }
      }
    }
    for (String name : stateDict.names()) {
      if (!used.contains(name) && !keys.ignores(name)) {
        problems.add(
            "%s %s: the architecture has no such tensor"
                .formatted(name, Arrays.toString(stateDict.get(name).shape())));
      }
    }
    if (!problems.isEmpty()) {
      throw new CheckpointException(report(problems));
    }
  }

  private String report(List<String> problems) {
    String shown =
        String.join("\n  ", problems.subList(0, Math.min(SHOWN_PROBLEMS, problems.size())));
    String rest =
        problems.size() > SHOWN_PROBLEMS
            ? "\n  and %d more".formatted(problems.size() - SHOWN_PROBLEMS)
            : "";
    return "%s: the tensors do not fit the architecture; is it another architecture's checkpoint?\n  %s%s"
        .formatted(stateDict.files().getFirst(), shown, rest);
  }

  private static boolean fits(
      StoredKey key, ParameterSpec spec, StoredTensor tensor, boolean resizable) {
    long[] found = tensor.shape();
    if (Arrays.equals(found, storedShape(key, spec))) {
      return true;
    }
    boolean single = spec.shape().isEmpty() && Arrays.equals(found, new long[] {1});
    return single || (resizable && isGrid(spec, found));
  }

  private static boolean isGrid(ParameterSpec spec, long[] found) {
    if (!spec.name().startsWith("visual.") || !spec.name().endsWith("positional_embedding")) {
      return false;
    }
    if (found.length != 2 || found[1] != spec.shape().get(1) || found[0] < 2) {
      return false;
    }
    long side = Math.round(Math.sqrt((double) found[0] - 1));
    boolean isSquare = side * side == found[0] - 1;
    return isSquare && spec.shape().getFirst() <= MOST_GROWTH * found[0];
  }

  private static long[] storedShape(StoredKey key, ParameterSpec spec) {
    long[] shape = spec.dimensions();
    return switch (key) {
      case StoredKey.Same same -> shape;
      case StoredKey.Transposed transposed -> new long[] {shape[1], shape[0]};
      case StoredKey.Stacked stacked -> {
        shape[0] /= stacked.names().size();
        yield shape;
      }
    };
  }

  @Override
  public Tensor read(ParameterSpec spec, Function<long[], Tensor> memory) {
    return switch (keys.stored(spec.name())) {
      case StoredKey.Same same -> {
        StoredTensor stored = stateDict.get(same.name());
        boolean fits = stored.elementCount() == spec.elementCount();
        yield fits
            ? read(stored, spec.dimensions(), memory)
            : PositionalEmbeddings.resize(
                read(stored, stored.shape(), memory), gridSize(spec), interpolation);
      }
      case StoredKey.Transposed transposed -> {
        StoredTensor stored = stateDict.get(transposed.name());
        yield read(stored, stored.shape(), memory).t().contiguous();
      }
      case StoredKey.Stacked stacked -> readStacked(stacked, memory.apply(spec.dimensions()));
    };
  }

  @Override
  public float number(ParameterSpec spec) {
    return stateDict.get(keys.stored(spec.name()).names().getFirst()).floats()[0];
  }

  private static long gridSize(ParameterSpec spec) {
    return Math.round(Math.sqrt((double) spec.shape().getFirst() - 1));
  }

  private static Tensor read(StoredTensor stored, long[] shape, Function<long[], Tensor> memory) {
    Tensor tensor = memory.apply(shape);
    stored.copyTo(Tensors.memory(tensor));
    return tensor;
  }

  private Tensor readStacked(StoredKey.Stacked stacked, Tensor tensor) {
    MemorySegment memory = Tensors.memory(tensor);
    long partBytes = memory.byteSize() / stacked.names().size();
    long offset = 0;
    for (String name : stacked.names()) {
      stateDict.get(name).copyTo(memory.asSlice(offset, partBytes));
      offset += partBytes;
    }
    return tensor;
  }

  @Override
  public void close() {
    stateDict.close();
  }
}

package dev.jclip.checkpoint;

import dev.jclip.error.CheckpointException;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.PositionalEmbeddings.Interpolation;
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
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Copies a state dictionary into the tensors that a model needs. Every key is checked before
 * anything is allocated, so a damaged or foreign file costs nothing.
 */
final class WeightLoader implements WeightSource {
  private static final int SHOWN_PROBLEMS = 8;

  private final StateDict stateDict;
  private final KeyLayout keys;
  private final List<ParameterSpec> specs;
  private final PositionGrid positions;

  /**
   * Checks all keys. The state dictionary is closed with this source.
   *
   * @param specs the tensors of the model
   * @param positions how positions of another grid are fitted to the model's
   * @throws CheckpointException naming each key that is missing, surplus or of another shape
   */
  WeightLoader(
      StateDict stateDict, KeyLayout keys, List<ParameterSpec> specs, PositionGrid positions) {
    this.stateDict = stateDict;
    this.keys = keys;
    this.specs = specs;
    this.positions = positions;
    check();
  }

  /** Reads tensors that are stored under the model's own names. */
  static WeightLoader ofOwnNames(StateDict stateDict, List<ParameterSpec> specs) {
    return new WeightLoader(
        stateDict, new OwnNames(), specs, new PositionGrid(0, Interpolation.PLAIN, false));
  }

  @Override
  public Weights readAll() {
    var weights = new Weights();
    try {
      readInto(weights);
      return weights;
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  /** Reads all tensors as float32 and adds them to others. */
  void readInto(Weights weights) {
    for (ParameterSpec spec : specs) {
      try (TensorScope _ = TensorScope.inference()) {
        weights.add(spec.name(), read(spec));
      }
    }
  }

  private void check() {
    var problems = new ArrayList<String>();
    Set<String> used = new HashSet<>();
    for (ParameterSpec spec : specs) {
      StoredKey stored = keys.stored(spec.name());
      used.addAll(stored.names());
      for (int part = 0; part < stored.names().size(); part++) {
        check(spec, stored, part, problems);
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

  private void check(ParameterSpec spec, StoredKey key, int part, List<String> problems) {
    String name = key.names().get(part);
    if (!stateDict.contains(name)) {
      problems.add("%s: expected %s, but the key is missing".formatted(name, spec.shape()));
      return;
    }
    StoredTensor tensor = stateDict.get(name);
    long[] expected = storedShape(key, part, spec);
    if (!fits(expected, spec, tensor)) {
      problems.add(
          "%s: expected %s, found %s"
              .formatted(name, Arrays.toString(expected), Arrays.toString(tensor.shape())));
    } else if (!tensor.dtype().isFloat()) {
      problems.add("%s: expected floating-point numbers, found %s".formatted(name, tensor.dtype()));
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

  private boolean fits(long[] expected, ParameterSpec spec, StoredTensor tensor) {
    long[] found = tensor.shape();
    if (Arrays.equals(found, expected)) {
      return true;
    }
    boolean single = spec.shape().isEmpty() && tensor.elementCount() == 1;
    return single || positions.fits(spec, found);
  }

  private static long[] storedShape(StoredKey key, int part, ParameterSpec spec) {
    long[] shape = spec.dimensions();
    return switch (key) {
      case StoredKey.Same _ -> shape;
      case StoredKey.Transposed _ -> new long[] {shape[1], shape[0]};
      case StoredKey.Batched _ ->
          LongStream.concat(LongStream.of(1), LongStream.of(shape)).toArray();
      case StoredKey.Stacked stacked -> {
        shape[0] = stacked.rows(part, shape[0]);
        yield shape;
      }
    };
  }

  @Override
  public Tensor read(ParameterSpec spec, Function<long[], Tensor> memory) {
    return switch (keys.stored(spec.name())) {
      case StoredKey.Same(String name) -> readGrid(spec, name, memory);
      case StoredKey.Batched(String name) -> readGrid(spec, name, memory);
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

  /** As it is, or fitted to the grid where it is smaller or larger than the model's. */
  private Tensor readGrid(ParameterSpec spec, String name, Function<long[], Tensor> memory) {
    StoredTensor stored = stateDict.get(name);
    if (stored.elementCount() == spec.elementCount()) {
      return read(stored, spec.dimensions(), memory);
    }
    long width = spec.shape().getLast();
    long[] shape = {stored.elementCount() / width, width};
    return positions.fit(read(stored, shape, memory), spec);
  }

  private static Tensor read(StoredTensor stored, long[] shape, Function<long[], Tensor> memory) {
    Tensor tensor = memory.apply(shape);
    stored.copyTo(Tensors.memory(tensor));
    return tensor;
  }

  private Tensor readStacked(StoredKey.Stacked stacked, Tensor tensor) {
    MemorySegment memory = Tensors.memory(tensor);
    long rows = tensor.size(0);
    long rowBytes = memory.byteSize() / rows;
    long offset = 0;
    for (int part = 0; part < stacked.names().size(); part++) {
      long bytes = stacked.rows(part, rows) * rowBytes;
      stateDict.get(stacked.names().get(part)).copyTo(memory.asSlice(offset, bytes));
      offset += bytes;
    }
    return tensor;
  }

  @Override
  public void close() {
    stateDict.close();
  }
}

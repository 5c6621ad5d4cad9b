package dev.jclip.checkpoint;

import dev.jclip.config.DType;
import dev.jclip.tensor.Tensors;
import dev.jclip.weights.TensorToWrite;
import dev.jclip.weights.keys.StoredKey;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How a model's tensors are brought into the form of a file.
 *
 * @param precision {@code F32}, {@code F16} or {@code BF16}
 */
record TensorStorage(DType precision) {
  private static final String RUNNING_VAR = ".running_var";
  private static final String BATCH_COUNT = ".num_batches_tracked";

  /** Checks the precision. */
  TensorStorage {
    if (precision != DType.F32 && precision != DType.F16 && precision != DType.BF16) {
      throw new IllegalArgumentException(
          "precision: expected F32, F16 or BF16, found " + precision);
    }
  }

  /** The tensors of the file that hold one of the model's. */
  List<TensorToWrite> of(StoredKey key, Tensor tensor) {
    return switch (key) {
      case StoredKey.Same same -> {
        var stored = new ArrayList<TensorToWrite>();
        stored.add(whole(same.name(), tensor));
        if (same.name().endsWith(RUNNING_VAR)) {
          stored.add(batchCount(same.name()));
        }
        yield stored;
      }
      case StoredKey.Transposed transposed -> List.of(whole(transposed.name(), tensor.t()));
      case StoredKey.Batched batched -> List.of(whole(batched.name(), tensor.unsqueeze(0)));
      case StoredKey.Stacked stacked -> {
        var parts = new ArrayList<TensorToWrite>();
        long from = 0;
        for (int part = 0; part < stacked.names().size(); part++) {
          long rows = stacked.rows(part, tensor.size(0));
          parts.add(whole(stacked.names().get(part), tensor.narrow(0, from, rows)));
          from += rows;
        }
        yield parts;
      }
    };
  }

  /** A tensor that is stored as it is. */
  TensorToWrite whole(String name, Tensor tensor) {
    return new TensorToWrite(
        name,
        precision,
        Tensors.shape(tensor),
        () -> Tensors.memory(tensor.cpu().to(torchType()).contiguous()));
  }

  /** PyTorch's batch norms carry a count that nothing reads but loaders insist on. */
  private static TensorToWrite batchCount(String runningVar) {
    String norm = runningVar.substring(0, runningVar.length() - RUNNING_VAR.length());
    return new TensorToWrite(
        norm + BATCH_COUNT, DType.I64, new long[0], () -> MemorySegment.ofArray(new long[1]));
  }

  private torch.ScalarType torchType() {
    return switch (precision) {
      case F16 -> torch.ScalarType.Half;
      case BF16 -> torch.ScalarType.BFloat16;
      default -> torch.ScalarType.Float;
    };
  }
}

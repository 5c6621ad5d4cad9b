package dev.jclip.train.checkpoint;

import dev.jclip.config.DType;
import dev.jclip.io.AtomicFile;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.objective.Objective;
import dev.jclip.train.optimizer.AdamW;
import dev.jclip.train.optimizer.ExponentialMovingAverage;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.TensorToWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * All that changes in a run. Borrows its parts.
 *
 * @param objective weights, and what it counts beside them
 * @param optimizer moments
 * @param average of the weights, where one is kept
 */
public record TrainingState(
    Objective<?> objective, AdamW optimizer, Optional<ExponentialMovingAverage> average) {
  private static final String OPTIMIZER_FILE = "optimizer.safetensors";

  /** Writes a checkpoint from which the run goes on as if it had not been interrupted. */
  public void write(Path folder, RunProgress progress) {
    objective.writeCheckpoint(folder);
    SafetensorsWriter.write(folder.resolve(OPTIMIZER_FILE), toWrite(), Map.of());
    AtomicFile.write(RunProgress.in(folder), progress.toJson());
  }

  /** Writes the model as it is used: the average of the weights, where one is kept. */
  public void writeModel(Path folder) {
    Weights weights =
        average.map(ExponentialMovingAverage::average).orElse(objective.weights().all());
    objective.writeModel(folder, weights);
  }

  /**
   * Fills moments, average and what the objective counts from a checkpoint; the weights are loaded
   * before.
   *
   * @param timesAsLarge how many times as large batches are as they were then
   * @throws OtherRunException if they do not fit the model
   */
  public void read(Path folder, RunProgress progress, double timesAsLarge) {
    try (StateDict stored = StateDict.open(folder.resolve(OPTIMIZER_FILE));
        TensorScope _ = TensorScope.inference()) {
      SequencedMap<String, Tensor> wanted = tensors();
      for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
        String name = entry.getKey();
        long[] shape = Tensors.shape(entry.getValue());
        if (!stored.contains(name) || !Arrays.equals(stored.get(name).shape(), shape)) {
          throw new OtherRunException(
              "%s: %s: expected %s, found %s; was the run begun with other weights locked, another loss, or without an average of the weights?"
                  .formatted(
                      folder.resolve(OPTIMIZER_FILE),
                      name,
                      Arrays.toString(shape),
                      stored.contains(name)
                          ? Arrays.toString(stored.get(name).shape())
                          : "no such tensor"));
        }
        stored.get(name).copyTo(Tensors.memory(entry.getValue()));
      }
    }
    optimizer.resumeAt(progress.step());
    objective.resume(progress.step(), timesAsLarge);
  }

  private List<TensorToWrite> toWrite() {
    var written = new ArrayList<TensorToWrite>();
    tensors()
        .forEach(
            (name, tensor) ->
                written.add(
                    new TensorToWrite(
                        name, DType.F32, Tensors.shape(tensor), () -> Tensors.memory(tensor))));
    return written;
  }

  private SequencedMap<String, Tensor> tensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    optimizer.meanGradients().tensors().forEach((n, t) -> tensors.put("mean_gradient." + n, t));
    optimizer.meanSquares().tensors().forEach((n, t) -> tensors.put("mean_square." + n, t));
    average.ifPresent(
        kept -> kept.average().tensors().forEach((n, t) -> tensors.put("average." + n, t)));
    tensors.putAll(objective.state());
    return tensors;
  }
}

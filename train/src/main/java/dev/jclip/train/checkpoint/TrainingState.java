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
 * Everything that changes during a training run. Whoever made the three parts closes them.
 *
 * @param objective holds the weights, and what it counts beside them
 * @param optimizer holds the moments of the gradients
 * @param average the exponential moving average of the weights, if the run keeps one
 */
public record TrainingState(
    Objective<?> objective, AdamW optimizer, Optional<ExponentialMovingAverage> average) {
  private static final String OPTIMIZER_FILE = "optimizer.safetensors";

  /**
   * Writes a checkpoint from which the run can resume as if it had not been interrupted.
   *
   * @param folder the empty folder of the checkpoint
   */
  public void write(Path folder, RunProgress progress) {
    objective.writeCheckpoint(folder);
    SafetensorsWriter.write(folder.resolve(OPTIMIZER_FILE), toWrite(), Map.of());
    AtomicFile.write(RunProgress.in(folder), progress.toJson());
  }

  /** Writes the model for use, with the average of the weights if the run keeps one. */
  public void writeModel(Path folder) {
    Weights weights =
        average.map(ExponentialMovingAverage::average).orElse(objective.weights().all());
    objective.writeModel(folder, weights);
  }

  /**
   * Fills the moments, the average and what the objective counts from a checkpoint. The caller has
   * already loaded the weights.
   *
   * @param timesAsLarge the present batch size divided by the batch size of the checkpoint
   * @throws OtherRunException if the checkpoint lacks a tensor, or has it in another shape
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

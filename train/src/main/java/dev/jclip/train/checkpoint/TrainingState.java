package dev.jclip.train.checkpoint;

import dev.jclip.checkpoint.CheckpointWriter;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.io.AtomicFile;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamilies;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.loss.CaptionRates;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.optimizer.AdamW;
import dev.jclip.train.optimizer.ExponentialMovingAverage;
import dev.jclip.train.vocabulary.Vocabulary;
import dev.jclip.weights.DType;
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
 * All that changes in a run, and what a model's folder needs beside its weights. Borrows its parts.
 *
 * @param model weights
 * @param optimizer moments
 * @param average of the weights, where one is kept
 * @param rates of the captions, where the loss asks for them
 * @param preprocessing of the model's pictures
 * @param vocabulary of its texts
 * @param layout in which the weights are written
 */
public record TrainingState(
    TrainableModel model,
    AdamW optimizer,
    Optional<ExponentialMovingAverage> average,
    Optional<CaptionRates> rates,
    PreprocessConfig preprocessing,
    Vocabulary vocabulary,
    Layout layout) {
  private static final String OPTIMIZER_FILE = "optimizer.safetensors";

  /** Writes a checkpoint from which the run goes on as if it had not been interrupted. */
  public void write(Path folder, RunProgress progress) {
    writeWeights(folder, model.weights(), layout);
    vocabulary.writeTo(folder, contextLength());
    SafetensorsWriter.write(folder.resolve(OPTIMIZER_FILE), toWrite(), Map.of());
    AtomicFile.write(RunProgress.in(folder), progress.toJson());
  }

  /**
   * Writes a model that {@code Clip}, open_clip and transformers open, as far as they can express
   * it: the average of the weights, where one is kept.
   */
  public void writeModel(Path folder) {
    Weights weights = average.map(ExponentialMovingAverage::average).orElse(model.weights());
    for (Layout each : List.of(Layout.OPEN_CLIP, Layout.TRANSFORMERS)) {
      if (each == layout || canExpress(each)) {
        writeWeights(folder, weights, each);
      }
    }
    vocabulary.writeTo(folder, contextLength());
  }

  private boolean canExpress(Layout other) {
    try {
      return !ModelFamilies.of(model.config())
          .form(model.config(), other)
          .configuration()
          .isEmpty();
    } catch (CheckpointException _) {
      return false;
    }
  }

  private void writeWeights(Path folder, Weights weights, Layout as) {
    var writer = new CheckpointWriter(model.config(), preprocessing, DType.F32);
    if (as == Layout.TRANSFORMERS) {
      writer.writeTransformers(folder, weights);
    } else {
      writer.writeOpenClip(folder, weights);
    }
  }

  private int contextLength() {
    return model.config().text().contextLength();
  }

  /**
   * Fills moments and average from a checkpoint; the weights are loaded before.
   *
   * @throws CheckpointException if they do not fit the model
   */
  public void readOptimizer(Path folder, RunProgress progress) {
    try (StateDict stored = StateDict.open(folder.resolve(OPTIMIZER_FILE));
        TensorScope _ = TensorScope.inference()) {
      SequencedMap<String, Tensor> wanted = tensors();
      for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
        String name = entry.getKey();
        long[] shape = Tensors.shape(entry.getValue());
        if (!stored.contains(name) || !Arrays.equals(stored.get(name).shape(), shape)) {
          throw new CheckpointException(
              "%s: %s: expected %s, found %s; was the run begun with other towers locked, another loss, or without --ema-decay?"
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
    rates.ifPresent(counted -> counted.resumeAt(progress.step()));
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
    rates.ifPresent(counted -> tensors.put("caption_sightings", counted.sightings()));
    return tensors;
  }
}

package dev.jclip.model;

import dev.jclip.config.ClipConfig;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A model as functions on plain arrays, and the owner of its weights. Safe for many threads at
 * once; {@link #close} waits for running calls, and calls after it throw {@link
 * IllegalStateException}.
 */
public final class ModelEncoder implements AutoCloseable {
  private final ClipModel model;
  private final Weights weights;
  private final String device;
  private final double logitScale;
  private final double logitBias;
  private final ReadWriteLock useAndClose = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Takes over weights.
   *
   * @param device where the weights are, such as {@code cpu} or {@code cuda:0}
   */
  public ModelEncoder(ClipConfig config, Weights weights, String device) {
    this.model = new ClipModel(config, weights);
    this.weights = weights;
    this.device = device;
    try (TensorScope _ = TensorScope.inference()) {
      logitScale = number(model.logitScale());
      logitBias = model.logitBias().map(ModelEncoder::number).orElse(0.0);
    }
  }

  private static double number(Tensor tensor) {
    return Tensors.floats(tensor)[0];
  }

  /** The architecture. */
  public ClipConfig config() {
    return model.config();
  }

  /** The natural logarithm of what similarities are multiplied with. */
  public double logitScale() {
    return logitScale;
  }

  /** What is added to the scaled similarities; 0 where the model has none. */
  public double logitBias() {
    return logitBias;
  }

  /** Hands the weights to a reader, and does not close them meanwhile. */
  public void readWeights(Consumer<Weights> reader) {
    useAndClose.readLock().lock();
    try {
      requireOpen();
      reader.accept(weights);
    } finally {
      useAndClose.readLock().unlock();
    }
  }

  /**
   * Encodes pictures.
   *
   * @param pixels [B, 3, S, S] normalised values, S the architecture's picture size
   * @return B vectors of length E, not normalised
   */
  public List<float[]> encodeImages(float[] pixels) {
    return whileOpen(() -> List.of(Tensors.rows(model.vision().forward(imageTensor(pixels)))));
  }

  /**
   * Encodes texts.
   *
   * @param ids [B, L] token ids, padded to one length
   * @return B vectors of length E, not normalised
   */
  public List<float[]> encodeTexts(long[][] ids) {
    return whileOpen(() -> List.of(Tensors.rows(model.text().forward(idTensor(ids)))));
  }

  /** The hidden states of one picture, from [3, S, S] normalised values. */
  public ImageStates imageStates(float[] pixels) {
    return whileOpen(
        () -> {
          HiddenStates states = model.vision().hiddenStates(imageTensor(pixels));
          return new ImageStates(
              rowsOfOne(states.last()),
              rowsOfOne(states.penultimate()),
              rowsOfOne(model.vision().projectPatches(states.last())));
        });
  }

  /** The hidden states of one text, from its token ids. */
  public TextStates textStates(long[] ids) {
    return whileOpen(
        () -> {
          HiddenStates states = model.text().hiddenStates(idTensor(new long[][] {ids}));
          return new TextStates(rowsOfOne(states.last()), rowsOfOne(states.penultimate()));
        });
  }

  private static List<float[]> rowsOfOne(Tensor batch) {
    return List.of(Tensors.rows(batch.select(0, 0)));
  }

  private Tensor imageTensor(float[] pixels) {
    int side = config().vision().imageSize();
    int perImage = Math.multiplyExact(3, Math.multiplyExact(side, side));
    if (pixels.length == 0 || pixels.length % perImage != 0) {
      throw new IllegalArgumentException(
          "pixels: expected a multiple of 3 x %d x %d = %d values, found %d"
              .formatted(side, side, perImage, pixels.length));
    }
    return Tensors.of(pixels, pixels.length / perImage, 3, side, side).to(target(), torchFloat());
  }

  private Tensor idTensor(long[][] ids) {
    int length = ids.length == 0 ? 0 : ids[0].length;
    int limit = config().text().contextLength();
    if (length == 0 || length > limit) {
      throw new IllegalArgumentException(
          "ids: expected rows of 1..%d ids, found %d".formatted(limit, length));
    }
    long[] flat = new long[Math.multiplyExact(ids.length, length)];
    for (int row = 0; row < ids.length; row++) {
      if (ids[row].length != length) {
        throw new IllegalArgumentException(
            "ids: expected rows of one length %d, found %d in row %d"
                .formatted(length, ids[row].length, row));
      }
      System.arraycopy(ids[row], 0, flat, row * length, length);
    }
    int vocabSize = config().text().vocabSize();
    for (long id : flat) {
      if (id < 0 || id >= vocabSize) {
        throw new IllegalArgumentException(
            "ids: expected values in 0..%d, found %d; is it another model's tokenizer?"
                .formatted(vocabSize - 1, id));
      }
    }
    return Tensors.of(flat, ids.length, length).to(target(), torch.ScalarType.Long);
  }

  private Device target() {
    return new Device(device);
  }

  private static torch.ScalarType torchFloat() {
    return torch.ScalarType.Float;
  }

  private <T> T whileOpen(Supplier<T> call) {
    Lock use = useAndClose.readLock();
    use.lock();
    try (TensorScope _ = TensorScope.inference()) {
      requireOpen();
      return call.get();
    } finally {
      use.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  @Override
  public void close() {
    Lock close = useAndClose.writeLock();
    close.lock();
    try {
      closed = true;
      weights.close();
    } finally {
      close.unlock();
    }
  }
}

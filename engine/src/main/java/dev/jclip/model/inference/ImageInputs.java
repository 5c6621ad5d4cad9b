package dev.jclip.model.inference;

import dev.jclip.config.VisionConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.model.precision.CalibrationInputs;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Part;
import dev.jclip.tensor.thread.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Prepared images as an image tower takes them.
 *
 * @param config the tower
 * @param device where it computes, such as {@code cpu} or {@code cuda:0}
 */
record ImageInputs(VisionConfig config, String device) {
  private static final int ROWS_TOGETHER = 400;
  private static final int RESNET_IMAGES_TOGETHER = 2;
  private static final int CALIBRATED_GRID = 16;

  /** Refuses arrays that are no images of the tower's size. */
  void require(List<float[]> images) {
    for (int i = 0; i < images.size(); i++) {
      require("image " + i, images.get(i));
    }
  }

  /** Refuses an array that is no image of the tower's size. */
  void require(String name, float[] pixels) {
    int side = config.imageSize();
    int values = Math.multiplyExact(3, Math.multiplyExact(side, side));
    if (pixels.length != values) {
      throw new IllegalArgumentException(
          "%s: expected %d prepared values, found %d".formatted(name, values, pixels.length));
    }
  }

  /** The images as one tensor, [B, 3, S, S]. */
  Tensor tensor(List<float[]> images) {
    int side = config.imageSize();
    Tensor tensor = Tensors.empty(images.size(), 3, side, side);
    MemorySegment memory = Tensors.memory(tensor);
    long offset = 0;
    for (float[] image : images) {
      MemorySegment.copy(image, 0, memory, ValueLayout.JAVA_FLOAT, offset, image.length);
      offset += (long) image.length * Float.BYTES;
    }
    return tensor.to(new Device(device), torch.ScalarType.Float);
  }

  /**
   * Images on which precisions of a tower that takes images of any size are compared. A Vision
   * Transformer's have at most {@value #CALIBRATED_GRID} patches a side, since what is found out of
   * larger ones is the same and takes minutes.
   */
  static Tensor calibration(VisionConfig tower, String device) {
    VisionConfig smaller =
        tower instanceof VitConfig vit
            ? vit.withImageSize(Math.min(vit.imageSize(), CALIBRATED_GRID * vit.patchSize()))
            : tower;
    return new ImageInputs(smaller, device).tensor(CalibrationInputs.pictures(smaller));
  }

  /** Computes parts of the images beside one another, each in a scope of its own. */
  <R> List<R> inParts(List<float[]> images, Function<List<float[]>, List<R>> computation) {
    int count = images.size();
    int parts = parts(count);
    List<List<R>> results =
        Workers.map(
            parts,
            index -> {
              Part part = Part.of(index, parts, count);
              try (TensorScope _ = TensorScope.inference()) {
                return computation.apply(images.subList(part.first(), part.end()));
              }
            });
    return results.stream().flatMap(List::stream).toList();
  }

  /** Into how many parts of like size images are cut: each thread has as many as another. */
  private int parts(int count) {
    int threads = Engine.threads();
    int partsOfThread = Math.ceilDiv(count, threads * mostTogether());
    return Math.min(count, device.equals("cpu") ? threads * partsOfThread : 1);
  }

  /** No more than a processor's cache likes. */
  private int mostTogether() {
    return config
        .blockStack()
        .map(stack -> Math.max(1, ROWS_TOGETHER / stack.tokens()))
        .orElse(RESNET_IMAGES_TOGETHER);
  }
}

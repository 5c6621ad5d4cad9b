package dev.jclip.train;

import dev.jclip.config.ClipConfig;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.contrastive.TextBatch;
import dev.jclip.train.image.ImageBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Random pairs.
 *
 * @param pixels [B, 3, S, S]
 * @param side S
 * @param type of the tensors
 * @param captions token ids, not padded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RandomBatch(float[] pixels, int side, torch.ScalarType type, List<int[]> captions)
    implements ImageBatch {
  /** Pairs that an architecture takes. */
  public static RandomBatch of(ClipConfig config, int size, long seed) {
    var random = new Random(seed);
    int side = config.vision().imageSize();
    float[] pixels = new float[size * 3 * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    int end = config.text().vocabSize() - 1;
    List<int[]> captions =
        IntStream.range(0, size)
            .mapToObj(
                _ -> {
                  int[] ids = random.ints(2 + random.nextInt(8), 0, end - 1).toArray();
                  ids[0] = end - 1;
                  ids[ids.length - 1] = end;
                  return ids;
                })
            .toList();
    return new RandomBatch(pixels, side, torch.ScalarType.Float, captions);
  }

  /** The same in float64. */
  public RandomBatch inDouble() {
    return new RandomBatch(pixels, side, torch.ScalarType.Double, captions);
  }

  /** The captions alone, each of weight 1. */
  public TextBatch texts() {
    return TextBatch.unweighted(captions, List.of());
  }

  @Override
  public int size() {
    return captions.size();
  }

  @Override
  public Tensor part(int from, int count) {
    int picture = 3 * side * side;
    return Tensors.of(
            Arrays.copyOfRange(pixels, from * picture, (from + count) * picture),
            count,
            3,
            side,
            side)
        .to(type);
  }
}

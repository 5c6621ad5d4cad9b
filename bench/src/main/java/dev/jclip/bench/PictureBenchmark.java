package dev.jclip.bench;

import dev.jclip.image.ImageDecoder;
import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a JPEG file to what the image tower takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class PictureBenchmark {
  private static final int IMAGE_SIZE = 224;
  private static final int LEVELS = 256;
  private static final int GRAIN = 24;

  /** Pixels: of images on the web, and of a telephone's camera. */
  @Param({"640", "4032"})
  private int width;

  private byte[] jpeg;
  private ImageDecoder decoder;
  private RgbImage image;
  private ImagePreprocessor preprocessor;

  /** Makes an image of slopes and grain, which is about as hard to compress as a photograph. */
  @Setup
  public void makePicture() throws IOException {
    int height = width * 3 / 4;
    var random = new Random(0);
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = (x + random.nextInt(GRAIN)) % LEVELS;
        int green = (y + random.nextInt(GRAIN)) % LEVELS;
        int blue = (x + y + random.nextInt(GRAIN)) % LEVELS;
        picture.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", bytes);
    jpeg = bytes.toByteArray();
    decoder = ImageDecoder.create();
    image = decoder.decode(jpeg, "picture");
    preprocessor = new ImagePreprocessor(PreprocessConfig.openAi(IMAGE_SIZE));
  }

  /** Bytes to pixels. */
  @Benchmark
  public RgbImage decode() {
    return decoder.decode(jpeg, "picture");
  }

  /** Resizes, crops and normalises: [3, 224, 224]. */
  @Benchmark
  public float[] preprocess() {
    return preprocessor.preprocess(image);
  }
}

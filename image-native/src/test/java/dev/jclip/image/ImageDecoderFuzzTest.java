package dev.jclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import dev.jclip.error.ImageException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files of each format give an image or an {@link ImageException}, and take no more memory
 * than the file, its image and 64 MB. A longer run: {@code -Djclip.fuzz.tries=10000}, the number
 * over all formats; another one: {@code -Djclip.fuzz.seed=N}.
 */
@Tag("slow")
class ImageDecoderFuzzTest {
  private static final int NUM_FORMATS = 7;
  private static final int TRIES = Integer.getInteger("jclip.fuzz.tries", 900);
  private static final long SEED = Long.getLong("jclip.fuzz.seed", 20261123L);
  private static final long MEMORY_BYTES = 64L << 20;

  /** What decoding holds at a time for a byte of the image: samples, rows, pixels, turned. */
  private static final int BYTES_PER_PIXEL_BYTE = 8;

  private static final int[] ABSURD = {
    0, 1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0xffffff, 0x7fffffff, 0x80000000, 0xffffffff
  };

  /** What is loaded once, such as native libraries, is no part of a file's memory. */
  @BeforeAll
  static void decodeWhatIsWhole() {
    PillowCases.files().values().forEach(file -> assertThat(decode(file)).isPositive());
    PillowCases.kinds().values().forEach(ImageDecoderFuzzTest::decode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "dib", "tif", "webp"})
  void damagedFilesAreDecodedOrRefused(String format) {
    List<Map.Entry<String, byte[]>> files = new ArrayList<>(PillowCases.files().entrySet());
    files.addAll(PillowCases.kinds().entrySet());
    files.removeIf(file -> !file.getKey().endsWith("." + format));
    var random = new Random(SEED + format.hashCode());
    int refused = 0;
    int tries = Math.ceilDiv(TRIES, NUM_FORMATS);
    for (int i = 0; i < tries; i++) {
      var file = files.get(random.nextInt(files.size()));
      var other = files.get(random.nextInt(files.size()));
      byte[] damaged = damage(file.getValue(), other.getValue(), random);
      boolean[] decoded = new boolean[1];
      assertThatCode(() -> decoded[0] = decodeMeasured(damaged))
          .as("try %d of format %s, seed %d: %s", i, format, SEED, file.getKey())
          .doesNotThrowAnyException();
      refused += decoded[0] ? 0 : 1;
    }
    assertThat(refused).isBetween(tries / 10, tries - tries / 100);
  }

  /** Returns whether there was an image. */
  private static boolean decodeMeasured(byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long pictureBytes = decode(file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated)
        .as("bytes allocated for a file of %d", file.length)
        .isLessThan(file.length + MEMORY_BYTES + BYTES_PER_PIXEL_BYTE * pictureBytes);
    return pictureBytes > 0;
  }

  /** Returns the size of the image in bytes, or 0 when the file is refused. */
  private static long decode(byte[] file) {
    try {
      return ImageDecoder.create().decode(file, "damaged").rgb().length;
    } catch (ImageException e) {
      assertThat(e).hasMessageStartingWith("damaged: ");
      return 0;
    }
  }

  private static byte[] damage(byte[] file, byte[] other, Random random) {
    byte[] damaged = file.clone();
    int numDamages = 1 + random.nextInt(3);
    for (int i = 0; i < numDamages && damaged.length > 1; i++) {
      damaged = damageOnce(damaged, other, random);
    }
    if (random.nextBoolean()) {
      repairPngChecksums(damaged);
    }
    return damaged;
  }

  private static byte[] damageOnce(byte[] file, byte[] other, Random random) {
    int at = random.nextInt(file.length);
    int length = Math.min(1 + random.nextInt(40), file.length - at);
    int header = random.nextInt(Math.min(file.length, 200));
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(file, at);
      }
      case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> file[header] = (byte) random.nextInt(256);
      case 3 -> putNumber(file, header, ABSURD[random.nextInt(ABSURD.length)], random);
      case 4 -> putNumber(file, header, random.nextInt(), random);
      case 5 -> { // swap two parts
        int to = random.nextInt(file.length - length + 1);
        byte[] part = Arrays.copyOfRange(file, at, at + length);
        System.arraycopy(file, to, file, at, length);
        System.arraycopy(part, 0, file, to, length);
      }
      case 6 -> { // leave a part out
        byte[] shorter = Arrays.copyOf(file, file.length - length);
        System.arraycopy(file, at + length, shorter, at, file.length - at - length);
        return shorter;
      }
      default -> { // the start of one file, the rest of another
        int from = random.nextInt(other.length);
        byte[] spliced = Arrays.copyOf(file, at + other.length - from);
        System.arraycopy(other, from, spliced, at, other.length - from);
        return spliced;
      }
    }
    return file;
  }

  private static void putNumber(byte[] file, int at, int value, Random random) {
    int size = random.nextBoolean() ? 2 : 4;
    boolean bigEndian = random.nextBoolean();
    for (int i = 0; i < size && at + i < file.length; i++) {
      file[at + i] = (byte) (value >> (8 * (bigEndian ? size - 1 - i : i)));
    }
  }

  /** Lets damage inside chunks get past the checksums. */
  private static void repairPngChecksums(byte[] file) {
    var buffer = ByteBuffer.wrap(file);
    int at = 8;
    while (at + 12 <= file.length && file[0] == (byte) 0x89) {
      long length = Integer.toUnsignedLong(buffer.getInt(at));
      if (at + 12 + length > file.length) {
        return;
      }
      var crc = new CRC32();
      crc.update(file, at + 4, (int) length + 4);
      buffer.putInt(at + 8 + (int) length, (int) crc.getValue());
      at += 12 + (int) length;
    }
  }
}

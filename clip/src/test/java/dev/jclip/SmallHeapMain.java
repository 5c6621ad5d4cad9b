package dev.jclip;

import dev.jclip.image.ImageDecoder;
import dev.jclip.testkit.ResidentMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;

/**
 * Embeds images in a process that has more native memory than four Java heaps, as one with a large
 * model has. With an argument, OpenCV decodes an image before the engine starts. Prints by how many
 * bytes the process grew.
 */
final class SmallHeapMain {
  private static final long HELD_BYTES = 448L << 20;
  private static final int WARM_UP = 200;
  private static final int IMAGES = 800;

  private SmallHeapMain() {}

  public static void main(String[] args) throws IOException {
    Arena.global().allocate(HELD_BYTES).fill((byte) 1);
    byte[] picture = Files.readAllBytes(Fixtures.PICTURE);
    if (args.length > 0) {
      ImageDecoder.create().decode(picture, "picture.jpg");
    }
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      encode(clip, picture, WARM_UP);
      long before = ResidentMemory.bytes();
      encode(clip, picture, IMAGES);
      System.out.println(ResidentMemory.bytes() - before);
    }
  }

  private static void encode(Clip clip, byte[] picture, int times) {
    for (int i = 0; i < times; i++) {
      clip.encodeImage(picture);
    }
  }
}

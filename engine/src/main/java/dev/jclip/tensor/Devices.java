package dev.jclip.tensor;

import dev.jclip.javacpp.NativesArtifact;
import dev.jclip.tensor.start.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;

/** Where a model computes. */
public final class Devices {
  private static final Pattern NAME = Pattern.compile("cpu|cuda(?::(\\d{1,3}))?");

  private Devices() {}

  /**
   * Checks that a device is there.
   *
   * @param name {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws IllegalArgumentException if the name is none of these, or this machine has no such
   *     device
   */
  public static String require(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "device: expected cpu or cuda:N, found \"%s\"".formatted(name));
    }
    if (name.equals("cpu")) {
      return name;
    }
    Engine.start();
    int index = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    if (!torch.cuda_is_available()) {
      throw new IllegalArgumentException(
          "device %s: the engine finds no CUDA here; it needs an NVIDIA driver, CUDA 13 and cuDNN 9, and dev.jclip:jclip-natives-%s-gpu among the dependencies"
              .formatted(name, NativesArtifact.platform()));
    }
    int count = torch.cuda_device_count();
    if (index >= count) {
      throw new IllegalArgumentException(
          "device %s: expected cuda:0 to cuda:%d on this machine".formatted(name, count - 1));
    }
    return "cuda:" + index;
  }
}

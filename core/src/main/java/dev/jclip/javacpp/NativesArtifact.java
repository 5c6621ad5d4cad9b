package dev.jclip.javacpp;

import java.util.List;
import java.util.Locale;

/** The artifact that brings the native libraries of a platform. Thread-safe. */
public final class NativesArtifact {
  private static final String PREFIX = "dev.jclip:jclip-natives-";

  /** The platforms that all of jclip's native libraries are built for. */
  private static final List<String> PLATFORMS =
      List.of("linux-x86_64", "macosx-arm64", "windows-x86_64");

  private NativesArtifact() {}

  /**
   * What to do where the native libraries are missing on this machine: the artifact to add, or that
   * there is none.
   */
  public static String advice() {
    return advice(platform());
  }

  /** This machine's platform as JavaCPP calls it, such as {@code linux-x86_64}. */
  public static String platform() {
    return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static String advice(String platform) {
    return PLATFORMS.contains(platform)
        ? "add %s%s to the program's dependencies".formatted(PREFIX, platform)
        : "they exist for %s, and this machine is %s"
            .formatted(String.join(", ", PLATFORMS), platform);
  }

  static String platform(String system, String processor) {
    return system(system.toLowerCase(Locale.ROOT))
        + "-"
        + processor(processor.toLowerCase(Locale.ROOT));
  }

  private static String system(String name) {
    if (name.startsWith("mac")) {
      return "macosx";
    }
    return name.startsWith("windows") ? "windows" : name;
  }

  private static String processor(String name) {
    return switch (name) {
      case "amd64", "x86-64", "x64" -> "x86_64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}

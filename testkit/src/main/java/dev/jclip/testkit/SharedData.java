package dev.jclip.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reference data that is not part of the project; tests that need it run only where it is. */
public final class SharedData {
  private SharedData() {}

  /** A file or folder of the reference data; skips the running test where it is absent. */
  public static Path require(String path) {
    Path resolved = Path.of(System.getProperty("jclip.shared", "../shared")).resolve(path);
    Assumptions.assumeTrue(Files.exists(resolved), "no reference data " + path);
    return resolved;
  }
}

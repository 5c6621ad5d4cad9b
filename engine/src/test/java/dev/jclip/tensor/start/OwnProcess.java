package dev.jclip.tensor.start;

import dev.jclip.testkit.JavaProcess;
import java.io.IOException;
import java.util.List;

/** A small Java process whose fatal errors are not written to files. */
public final class OwnProcess {
  private static final List<String> OPTIONS = List.of("-XX:+SuppressFatalErrorMessage", "-Xmx128m");

  private OwnProcess() {}

  /** Starts one; what it says of errors is this process's. */
  public static Process start(Class<?> main, String... args) throws IOException {
    return JavaProcess.of(OPTIONS, main, List.of(args))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

package dev.jclip.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** For tests of what must not happen to the process that they run in, or has happened there. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * The same Java, with the same classes, and another main class.
   *
   * @param options further options of Java
   */
  public static ProcessBuilder of(List<String> options, Class<?> main, List<String> args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    return new ProcessBuilder(command);
  }
}

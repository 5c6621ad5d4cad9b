package dev.jclip.cli.command.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.jclip.cli.output.Version;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.start.Processor;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What figures were measured with.
 *
 * @param processor its name, where the system says it
 * @param cores that this process may use
 * @param gigabytes of memory
 */
record Machine(
    String processor,
    int cores,
    double gigabytes,
    String system,
    String java,
    String engine,
    String version) {
  /** This machine, and what runs on it. */
  static Machine here() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / 1e9,
        "%s %s %s".formatted(system.getName(), system.getVersion(), system.getArch()),
        "%s %s".formatted(System.getProperty("java.vendor"), Runtime.version()),
        Engine.version(),
        Version.NAME);
  }

  /** Windows has a variable for it. */
  private static String processorName() {
    return Processor.name()
        .orElseGet(
            () ->
                Objects.requireNonNullElse(
                    System.getenv("PROCESSOR_IDENTIFIER"), "unknown processor"));
  }

  /** As named values, for JSON. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("processor", processor);
    fields.put("cores", cores);
    fields.put("memoryGb", gigabytes);
    fields.put("system", system);
    fields.put("java", java);
    fields.put("engine", engine);
    fields.put("version", version);
    return fields;
  }

  /** Two lines for people. */
  String rows() {
    return "%s, %d cores, %.0f GB, %s%njclip %s, %s, Java %s"
        .formatted(processor, cores, gigabytes, system, version, engine, java);
  }
}

package dev.jclip.eval.report;

import dev.jclip.digest.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run was: enough to repeat it, and to see that it need not be repeated.
 *
 * @param dataset the data set's name
 * @param model the architecture
 * @param pretrained the checkpoint, as it was named
 * @param language of the class names and prompts
 * @param version of jclip
 * @param modelFingerprint of the checkpoint
 * @param dataFingerprint of images, labels and captions
 * @param options all that was asked for, by name
 */
public record RunIdentity(
    String dataset,
    String model,
    String pretrained,
    String language,
    String version,
    String modelFingerprint,
    String dataFingerprint,
    Map<String, String> options) {
  /** Copies the options. */
  public RunIdentity {
    options = Map.copyOf(options);
  }

  /** Equal for two runs that give the same. */
  public String id() {
    var digest = new Sha256().add(version).add(modelFingerprint).add(dataFingerprint);
    new TreeMap<>(options).forEach((name, value) -> digest.add(name).add(value));
    return digest.hex();
  }

  /** Whether a record is of this very run. */
  public boolean isOf(RunRecord record) {
    return id().equals(record.jclip().get("id"));
  }

  Map<String, Object> toMap() {
    var map = new LinkedHashMap<String, Object>();
    map.put("id", id());
    map.put("version", version);
    map.put("created", Instant.now().toString());
    map.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
    map.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    map.put("processors", Runtime.getRuntime().availableProcessors());
    map.put("modelFingerprint", modelFingerprint);
    map.put("dataFingerprint", dataFingerprint);
    map.put("options", new TreeMap<>(options));
    return map;
  }
}

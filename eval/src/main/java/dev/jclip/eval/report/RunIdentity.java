package dev.jclip.eval.report;

import dev.jclip.digest.Sha256;
import java.nio.file.Path;
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

  /** Where the record of this run stands in a folder, under a name that tells runs apart. */
  public Path recordIn(Path folder, String task) {
    String name = String.join("_", dataset, DatasetName.of(pretrained), task, id().substring(0, 8));
    return folder.resolve(DatasetName.slug(name) + ".json");
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

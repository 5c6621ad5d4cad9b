package dev.jclip;

import dev.jclip.digest.Sha256;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/**
 * The model that comes with jclip, as resources of the module {@code jclip-model-small}. In a JAR
 * it has no files; they are written into the user's cache once.
 */
final class BundledModel {
  /** Stands for it where a model is named. */
  static final String NAME = "bundled";

  private static final String FOLDER = "dev/jclip/bundled/";
  private static final String INDEX_NAME = "files.txt";

  private BundledModel() {}

  /**
   * The folder with its files.
   *
   * @param resources where the module is looked for
   * @param cache where they go if they lie in a JAR
   * @throws CheckpointException if the module is not on the class path, or the cache is not
   *     writable
   */
  static Path folder(ClassLoader resources, Path cache) {
    URL index = resources.getResource(FOLDER + INDEX_NAME);
    if (index == null) {
      throw new CheckpointException(
          "bundled: the model is not on the class path; add dev.jclip:jclip-model-small, or name another model");
    }
    try {
      URI location = index.toURI();
      return "file".equals(location.getScheme())
          ? Path.of(location.resolve("."))
          : unpacked(resources, cache);
    } catch (IOException | URISyntaxException e) {
      throw new CheckpointException("bundled: the model cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether a folder holds the bundled model's files as they lie on a class path. */
  static boolean isIn(Path folder) {
    return folder.endsWith(FOLDER) && Files.exists(folder.resolve(INDEX_NAME));
  }

  private static Path unpacked(ClassLoader resources, Path cache) throws IOException {
    String index = new String(read(resources, INDEX_NAME), StandardCharsets.UTF_8);
    var digest = new Sha256();
    var contents = new LinkedHashMap<String, byte[]>();
    for (String name : index.lines().toList()) {
      byte[] content = read(resources, name);
      digest.add(content);
      contents.put(name, content);
    }
    Path folder = cache.resolve("bundled-" + digest.hex().substring(0, 16));
    Files.createDirectories(folder);
    contents.forEach(
        (name, content) -> {
          Path file = folder.resolve(name);
          if (!Files.exists(file)) {
            AtomicFile.write(file, content);
          }
        });
    return folder;
  }

  private static byte[] read(ClassLoader resources, String name) throws IOException {
    try (InputStream stream = resources.getResourceAsStream(FOLDER + name)) {
      if (stream == null) {
        throw new IOException("no resource " + name);
      }
      return stream.readAllBytes();
    }
  }
}

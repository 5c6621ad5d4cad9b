package dev.jclip.checkpoint;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder as sentence-transformers saves it: {@code modules.json} names the steps from an input to
 * its vector and the sub-folder of each, of which CLIP is one.
 */
final class SentenceTransformersFolder {
  private static final String MODULES = "modules.json";
  private static final String CLIP = "CLIPModel";

  /** The sub-folder of CLIP, where it is named nowhere. */
  private static final String USUAL = "0_CLIPModel";

  private SentenceTransformersFolder() {}

  /**
   * The folder of CLIP's own files: a sub-folder, or the folder itself if it is no such folder.
   *
   * @throws CheckpointException if another step than CLIP would change the vectors
   */
  static Path modelIn(Path folder) {
    Path file = folder.resolve(MODULES);
    if (!Files.isRegularFile(file)) {
      Path usual = folder.resolve(USUAL);
      return Files.isDirectory(usual) && !WeightFiles.areIn(folder) ? usual : folder;
    }
    List<JsonFields> modules = JsonFields.readList(file);
    List<JsonFields> clips = modules.stream().filter(module -> is(module, CLIP)).toList();
    if (clips.size() != 1) {
      return folder;
    }
    for (JsonFields module : modules) {
      if (!is(module, CLIP) && !is(module, "Normalize")) {
        throw module.wrong(
            "type", "CLIPModel or Normalize, since jclip's vectors come from CLIP alone");
      }
    }
    return inside(folder, clips.getFirst());
  }

  private static boolean is(JsonFields module, String kind) {
    return module.stringOr("type", "").endsWith("." + kind);
  }

  private static Path inside(Path folder, JsonFields module) {
    try {
      Path named = folder.resolve(module.stringOr("path", "")).normalize();
      if (named.startsWith(folder.normalize()) && Files.isDirectory(named)) {
        return named;
      }
    } catch (InvalidPathException e) {
      throw new CheckpointException(
          "%s: path: expected a sub-folder, found %s".formatted(module.file(), e.getInput()), e);
    }
    throw module.wrong("path", "a sub-folder that is there");
  }
}

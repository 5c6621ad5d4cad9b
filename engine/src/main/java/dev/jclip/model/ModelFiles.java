package dev.jclip.model;

import dev.jclip.io.JsonFields;
import dev.jclip.weights.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a checkpoint on disk shows before its weights are read.
 *
 * @param folder the folder that holds the weights, and so what else belongs to the checkpoint
 * @param tensors the names, shapes and dtypes of the tensors
 */
public record ModelFiles(Path folder, StateDict tensors) {
  /** The content of a JSON file in the folder; empty where there is no such file. */
  public Optional<JsonFields> json(String name) {
    return Optional.of(folder.resolve(name)).filter(Files::exists).map(JsonFields::read);
  }

  /** Whether the name of a tensor begins with a prefix. */
  public boolean has(String prefix) {
    return tensors.names().stream().anyMatch(name -> name.startsWith(prefix));
  }
}

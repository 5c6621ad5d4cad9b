package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The named tensors of a checkpoint, mapped from its file or files.
 *
 * <p>Opening reads the description of the tensors only, and executes nothing that a file holds.
 * Names are those of the file, in its order; a {@code module.} that all of them begin with is
 * removed. Immutable and safe for use by several threads; closing unmaps the files, after which
 * every method but {@link #close} throws {@link IllegalStateException}.
 */
public final class StateDict implements AutoCloseable {
  private static final String WRAPPER = "module.";

  private final Mappings mappings;
  private final String leftOut;
  private final Contents contents;

  private StateDict(Mappings mappings, String leftOut, Contents contents) {
    this.mappings = mappings;
    this.leftOut = leftOut;
    this.contents = contents;
  }

  /**
   * Opens a checkpoint file of any {@link CheckpointFormat}, or the {@code .index.json} of a
   * sharded one; which of them is told by the content, never by the name.
   *
   * @throws CheckpointException if the file is missing, damaged, or something else; the message
   *     says what it looks like
   */
  public static StateDict open(Path file) {
    return open(reader -> reader.read(file));
  }

  /**
   * Opens the shards of a checkpoint as one; tensors are in the order of the shards.
   *
   * @throws CheckpointException if a shard is missing or damaged, or two shards hold the same name
   * @throws IllegalArgumentException if there are no shards
   */
  public static StateDict open(List<Path> shards) {
    if (shards.isEmpty()) {
      throw new IllegalArgumentException("expected at least one shard, found none");
    }
    return open(reader -> reader.readShards(shards));
  }

  /** The tensors by name, in the order of the file. */
  public Map<String, StoredTensor> tensors() {
    return contents().tensors();
  }

  /** The names of the tensors, in the order of the file. */
  public Set<String> names() {
    return tensors().keySet();
  }

  /** Whether there is a tensor of this name. */
  public boolean contains(String name) {
    return tensors().containsKey(name);
  }

  /**
   * The tensor of this name.
   *
   * @throws CheckpointException if there is none
   */
  public StoredTensor get(String name) {
    StoredTensor tensor = tensors().get(name);
    if (tensor == null) {
      throw new CheckpointException(
          "%s: expected a tensor '%s', found %d others: %s"
              .formatted(
                  mappings.paths().getFirst(), name, tensors().size(), Messages.names(names())));
    }
    return tensor;
  }

  /** The {@code __metadata__} of a safetensors file; empty for other formats. */
  public Map<String, String> metadata() {
    return contents().metadata();
  }

  /**
   * What a PyTorch checkpoint holds beside its tensors, by key or attribute path: numbers as {@link
   * Long} or {@link Double}, {@link Boolean}, {@link String}, and {@link Unread} for the rest.
   */
  public Map<String, Object> extras() {
    return contents().extras();
  }

  /** The format of the file, or of all shards. */
  public CheckpointFormat format() {
    return contents().format();
  }

  /** The files that hold the tensors: one, or the shards. */
  public List<Path> files() {
    return tensors().values().stream().map(StoredTensor::file).distinct().toList();
  }

  /**
   * The prefix that all names have in common, up to the last dot in it; empty if there is none.
   * Whatever holds a model as a part of itself puts one before the names.
   */
  public String commonPrefix() {
    String common = names().stream().reduce(StateDict::commonStart).orElse("");
    return common.substring(0, common.lastIndexOf('.') + 1);
  }

  private static String commonStart(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return a.substring(0, length);
  }

  /**
   * The same tensors without a prefix that all names begin with. Either of the two may be closed,
   * which closes both.
   */
  public StateDict withoutPrefix(String prefix) {
    return new StateDict(mappings, leftOut + prefix, unmodifiable(without(prefix, contents())));
  }

  /** What all names begin with in the file, and these do not; empty if they are the file's own. */
  public String leftOut() {
    return leftOut;
  }

  /** Unmaps the files. Closing twice does nothing. */
  @Override
  public void close() {
    mappings.close();
  }

  private Contents contents() {
    if (!mappings.isOpen()) {
      throw new IllegalStateException("the state dict of " + mappings.paths() + " is closed");
    }
    return contents;
  }

  private static StateDict open(Opening opening) {
    Mappings mappings = new Mappings();
    try {
      Contents contents = opening.read(new CheckpointReader(mappings));
      String wrapper = isWrapped(contents) ? WRAPPER : "";
      return new StateDict(mappings, wrapper, unmodifiable(without(wrapper, contents)));
    } catch (RuntimeException | Error e) {
      mappings.close();
      throw e;
    }
  }

  /** Whether all names have the prefix of data-parallel training. */
  private static boolean isWrapped(Contents contents) {
    return contents.tensors().keySet().stream().allMatch(name -> name.startsWith(WRAPPER));
  }

  private static Contents without(String prefix, Contents contents) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (StoredTensor tensor : contents.tensors().values()) {
      String name = tensor.name().substring(prefix.length());
      tensors.put(name, tensor.renamed(name));
    }
    return contents.withTensors(tensors);
  }

  private static Contents unmodifiable(Contents contents) {
    return new Contents(
        contents.format(),
        Collections.unmodifiableMap(contents.tensors()),
        Collections.unmodifiableMap(contents.metadata()),
        Collections.unmodifiableMap(contents.extras()));
  }

  /**
   * Something in a checkpoint that jclip keeps no value of.
   *
   * @param description what it is, such as {@code dict of 2 entries}
   */
  public record Unread(String description) {}

  private interface Opening {
    Contents read(CheckpointReader reader);
  }
}

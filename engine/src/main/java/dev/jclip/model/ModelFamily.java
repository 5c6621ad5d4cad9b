package dev.jclip.model;

import dev.jclip.nn.ParameterSpec;
import dev.jclip.weights.keys.KeyLayout;
import java.util.List;
import java.util.Optional;

/**
 * A family of models: how its checkpoints are recognised, configured and keyed, and which tensors a
 * model of it has. The families are listed in {@code
 * META-INF/services/dev.jclip.model.ModelFamily}, where a more special one stands before one whose
 * marks it shares. Implementations have no state and a constructor without parameters.
 *
 * @param <C> describes an architecture of the family; it has its own {@code equals}
 */
public interface ModelFamily<C> {
  /** The family's name as people write it, such as {@code CLIP}. */
  String name();

  /** The layout of a checkpoint, by its tensors; empty if it is no checkpoint of this family. */
  Optional<Layout> recognise(ModelFiles files);

  /**
   * Reads what architecture a recognised checkpoint has.
   *
   * @throws dev.jclip.error.CheckpointException if a file that says so is missing or cannot be
   *     followed
   */
  C configuration(ModelFiles files, Layout layout);

  /** The names under which a recognised checkpoint keeps the tensors of the model. */
  KeyLayout keys(ModelFiles files, Layout layout);

  /** The tensors that a model of an architecture needs, in the order of the published files. */
  List<ParameterSpec> parameters(C configuration);

  /**
   * How many learned positions stand before those of the grid of patches, such as 1 for a class
   * token. Only the grid is interpolated for images of another size.
   */
  int positionsBeforeGrid();
}

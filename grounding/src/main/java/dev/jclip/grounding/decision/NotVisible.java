package dev.jclip.grounding.decision;

import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Part;
import dev.jclip.grounding.resolve.Resolution;
import java.util.List;
import java.util.Optional;

/**
 * Nothing that is seen is what is meant, or too few objects are.
 *
 * @param fitting objects that do fit, fewer than are meant; mostly none
 * @param nearest what is nearest to what is meant; empty if nothing is seen that is called so, or
 *     something does fit
 */
public record NotVisible(Resolution resolution, List<Candidate> fitting, Optional<Nearest> nearest)
    implements Decision {
  /** Copies the list. */
  public NotVisible {
    fitting = List.copyOf(fitting);
  }

  /**
   * An object that is called as what is meant, but differs in something.
   *
   * @param seen what it is: "the blue mug"
   * @param against the parts of the description that do not fit it
   */
  public record Nearest(Candidate object, ObjectDescription seen, List<Part> against) {
    /** Copies the list. */
    public Nearest {
      against = List.copyOf(against);
    }
  }
}

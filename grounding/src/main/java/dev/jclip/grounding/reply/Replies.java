package dev.jclip.grounding.reply;

import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.decision.NotVisible;
import dev.jclip.grounding.decision.Question;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Part;

/** What the robot says in a language. Implementations are safe for many threads. */
public interface Replies {
  /** A description: "the red mug on the book". */
  String description(ObjectDescription description);

  /** A question: "Do you mean the red mug or the blue mug?" */
  String question(Question question);

  /** That something is not there: "I see no red mug. There is a blue mug." */
  String notVisible(NotVisible notVisible);

  /** A part of a description: "red", "on the book". */
  String part(Part part);

  /** What speaks for an object and against it: "mug 0.98, red 0.03, on the book 0.91". */
  String reasons(Candidate candidate);
}

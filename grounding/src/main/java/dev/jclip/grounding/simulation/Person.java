package dev.jclip.grounding.simulation;

import java.util.Optional;

/** The person in front of a simulated robot. */
@FunctionalInterface
public interface Person {
  /** Answers a question; no answer if the person says nothing. */
  Optional<String> answer(String question);
}

package dev.jclip.cli.command.moderate;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;

/** Hears of each image of a command line, in order. */
interface DecisionListener {
  /** An image that was decided about. */
  void decided(SeenImage image, Decision decision, EmbeddedImage embedded);

  /** An image that cannot be read, about which nothing was decided. */
  void failed(Input input, String reason);

  /** All images have been heard of. */
  default void finished() {}
}

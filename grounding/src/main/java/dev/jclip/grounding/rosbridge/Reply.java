package dev.jclip.grounding.rosbridge;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What came of a service call or a goal; each has exactly one. */
public sealed interface Reply {
  /** It succeeded. */
  record Values(JsonNode values) implements Reply {}

  /** It failed, or was refused or cancelled. */
  record Refused(String reason) implements Reply {}

  /** No answer came in time; of a goal, its end was asked for. */
  record TimedOut(Duration after) implements Reply {}

  /** It may have happened or not, since the answer was lost. */
  record Unknown(String reason) implements Reply {}
}

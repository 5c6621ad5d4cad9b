package dev.jclip.grounding.rosbridge;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** A goal that was given to an action. Safe for use by many threads. */
public final class Goal {
  private final String id;
  private final CompletableFuture<Reply> reply;
  private final AtomicReference<Optional<JsonNode>> feedback;
  private final Runnable cancel;

  Goal(
      String id,
      CompletableFuture<Reply> reply,
      AtomicReference<Optional<JsonNode>> feedback,
      Runnable cancel) {
    this.id = id;
    this.reply = reply;
    this.feedback = feedback;
    this.cancel = cancel;
  }

  /** Names the goal to the robot. */
  public String id() {
    return id;
  }

  /** The latest feedback; none so far, maybe. */
  public Optional<JsonNode> feedback() {
    return feedback.get();
  }

  /** Whether there is a reply. */
  public boolean isFinished() {
    return reply.isDone();
  }

  /** Asks the robot to stop; {@link #await} says whether it did. */
  public void cancel() {
    cancel.run();
  }

  /**
   * Waits for the reply, which comes at the latest when the goal's time is over. A thread that is
   * interrupted gets {@link Reply.Unknown}, and stays interrupted; the goal goes on.
   */
  public Reply await() {
    return Replies.await(reply);
  }
}

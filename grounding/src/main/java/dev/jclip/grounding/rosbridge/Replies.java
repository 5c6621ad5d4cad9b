package dev.jclip.grounding.rosbridge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for replies. */
final class Replies {
  private Replies() {}

  /** Every reply comes: the loop ends each request, at the latest when it is closed. */
  static Reply await(CompletableFuture<Reply> reply) {
    try {
      return reply.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Unknown("the thread was interrupted before the answer came");
    } catch (ExecutionException e) {
      throw new IllegalArgumentException(e.getCause());
    }
  }
}

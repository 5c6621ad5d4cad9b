package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure that may be gone at the next try. */
final class RetryableException extends HubException {
  private static final long serialVersionUID = 1L;

  /** How long the hub asks to wait. */
  private final transient Optional<Duration> retryAfter;

  RetryableException(String message, Optional<Duration> retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}

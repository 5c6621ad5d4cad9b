package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives a body piece by piece with a limit on the wait for each, which neither the client's
 * request timeout nor its streams give. Asks for a bounded number of pieces ahead, so memory stays
 * small however fast the hub sends. One thread reads.
 */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  private sealed interface Signal {}

  private record Piece(List<ByteBuffer> buffers) implements Signal {}

  private record Failure(Throwable cause) implements Signal {}

  private record End() implements Signal {}

  /** Of some 16 KB each; enough that the network need not wait for the disk. */
  private static final int PIECES_AHEAD = 64;

  private final URI uri;
  private final Duration longestWait;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean closed;

  BodyReader(URI uri, Duration longestWait) {
    this.uri = uri;
    this.longestWait = longestWait;
  }

  /**
   * The next piece, or empty at the end.
   *
   * @throws RetryableException if the connection breaks or nothing comes for too long
   */
  Optional<List<ByteBuffer>> next() {
    return switch (take()) {
      case Piece(var buffers) -> {
        Objects.requireNonNull(subscription).request(1);
        yield Optional.of(buffers);
      }
      case End() -> Optional.empty();
      case Failure(var cause) -> throw broken("the connection broke: " + cause.getMessage(), cause);
    };
  }

  private Signal take() {
    try {
      Signal signal = signals.poll(longestWait.toMillis(), TimeUnit.MILLISECONDS);
      if (signal == null) {
        throw broken("nothing came for " + longestWait.toMillis() + " ms", null);
      }
      return signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException("GET " + Shown.url(uri) + ": interrupted", e);
    }
  }

  private RetryableException broken(String what, @Nullable Throwable cause) {
    return new RetryableException("GET " + Shown.url(uri) + ": " + what, Optional.empty(), cause);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    if (closed) {
      newSubscription.cancel();
    } else {
      newSubscription.request(PIECES_AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Piece(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    signals.add(new Failure(cause));
  }

  @Override
  public void onComplete() {
    signals.add(new End());
  }

  /** Lets go of the connection, whatever is still to come. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}

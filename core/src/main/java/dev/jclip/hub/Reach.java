package dev.jclip.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Finds out whether there is a way to a hub at all. Only the name's resolution and a connection are
 * waited for, which a working network gives soon, however long the hub then takes to answer.
 */
final class Reach {
  private Reach() {}

  /**
   * Resolves the name and connects, to the proxy where one is set.
   *
   * @param limit longest wait for both together
   * @throws IOException that says what stands in the way
   */
  static void require(URI uri, Duration limit) throws IOException, InterruptedException {
    InetSocketAddress target = target(uri);
    long deadline = System.nanoTime() + limit.toNanos();
    // A lookup cannot be interrupted, so it is left behind on a thread that nobody waits for.
    var address = new CompletableFuture<InetAddress>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                address.complete(InetAddress.getByName(target.getHostString()));
              } catch (UnknownHostException | RuntimeException e) {
                address.completeExceptionally(e);
              }
            });
    try (var socket = new Socket()) {
      InetAddress found = address.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
      socket.connect(new InetSocketAddress(found, target.getPort()), (int) left);
    } catch (TimeoutException e) {
      throw new IOException(
          "the name %s was not resolved within %d ms"
              .formatted(target.getHostString(), limit.toMillis()),
          e);
    } catch (ExecutionException e) {
      throw new IOException(
          "the name %s is not known: there is no network, or no such host"
              .formatted(target.getHostString()),
          e);
    } catch (SocketTimeoutException e) {
      throw new IOException(
          "no connection to %s within %d ms".formatted(shown(target), limit.toMillis()), e);
    } catch (IOException e) {
      throw new IOException("no connection to %s: %s".formatted(shown(target), e.getMessage()), e);
    }
  }

  private static InetSocketAddress target(URI uri) {
    return proxy(uri)
        .orElseGet(() -> InetSocketAddress.createUnresolved(uri.getHost(), Urls.port(uri)));
  }

  /** The proxy that the client will use; it knows those of HTTP only. */
  private static Optional<InetSocketAddress> proxy(URI uri) {
    return Stream.ofNullable(ProxySelector.getDefault())
        .flatMap(selector -> selector.select(uri).stream())
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(proxy -> (InetSocketAddress) proxy.address())
        .findFirst();
  }

  private static String shown(InetSocketAddress target) {
    return target.getHostString() + ":" + target.getPort();
  }
}

package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests and follows redirects by itself, so that the token goes to the endpoint's own
 * origin only. Thread-safe.
 */
final class HubHttp implements AutoCloseable {
  private static final int MOST_REDIRECTS = 10;

  private final HubOptions options;
  private final HttpClient client;
  private final Duration reachTimeout;
  private volatile boolean reached;

  /**
   * @param reachTimeout longest wait until it is known whether there is a way to the hub
   */
  HubHttp(HubOptions options, Duration reachTimeout) {
    this.options = options;
    this.reachTimeout = reachTimeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.readTimeout())
            .build();
  }

  /**
   * Gets a file or document, wherever redirects lead. The caller closes the answer.
   *
   * @param toHub headers for the endpoint's own origin
   * @param toAll headers for every request
   * @throws HubException if there is no way to the hub
   * @throws RetryableException if no answer comes
   */
  HubResponse get(URI start, Map<String, String> toHub, Map<String, String> toAll) {
    URI uri = start;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HubResponse response = send(HttpRequest.newBuilder(uri).GET(), uri, toHub, toAll);
      if (!response.isRedirect()) {
        return response;
      }
      response.close();
      uri = response.target();
    }
    throw tooManyRedirects("GET", start);
  }

  /**
   * Asks about a file: every answer on the way, as far as it stays with the hub. The last one may
   * be a redirect to elsewhere.
   */
  List<HubResponse> head(URI start) {
    var responses = new ArrayList<HubResponse>();
    URI uri = start;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HubResponse response = send(HttpRequest.newBuilder(uri).HEAD(), uri, Map.of(), Map.of());
      response.close();
      responses.add(response);
      if (!response.isRedirect() || !isHub(response.target())) {
        return responses;
      }
      uri = response.target();
    }
    throw tooManyRedirects("HEAD", start);
  }

  private HubResponse send(
      HttpRequest.Builder builder, URI uri, Map<String, String> toHub, Map<String, String> toAll) {
    builder.setHeader("User-Agent", "jclip").setHeader("Accept-Encoding", "identity");
    toAll.forEach(builder::setHeader);
    if (isHub(uri)) {
      toHub.forEach(builder::setHeader);
      options.token().ifPresent(token -> builder.setHeader("Authorization", "Bearer " + token));
    }
    HttpRequest request = builder.build();
    requireReach(request);
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer = await(request);
    var body = new BodyReader(uri, options.readTimeout());
    answer.body().subscribe(body);
    return new HubResponse(request.method(), uri, answer.statusCode(), answer.headers(), body);
  }

  /** Before the first request: without a network, nothing is gained by trying again. */
  private void requireReach(HttpRequest request) {
    if (reached) {
      return;
    }
    try {
      Reach.require(request.uri(), reachTimeout);
      reached = true;
    } catch (IOException e) {
      String cause = Shown.text(String.valueOf(e.getMessage()));
      throw new HubException(noAnswer(request, "(" + cause + ")"), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(where(request) + ": interrupted", e);
    }
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> await(HttpRequest request) {
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
    long millis = options.connectTimeout().plus(options.readTimeout()).toMillis();
    try {
      return answer.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw passing(noAnswer(request, "within " + millis + " ms"), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw passing(noAnswer(request, "(" + describe(cause) + ")"), cause);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new HubException(where(request) + ": interrupted", e);
    }
  }

  private String noAnswer(HttpRequest request, String detail) {
    return "%s: no answer %s. Check the network and HF_ENDPOINT (now %s), or use a folder on disk; with HF_HUB_OFFLINE=1 only the cache in %s is used"
        .formatted(where(request), detail, Shown.url(options.endpoint()), options.cache());
  }

  private static RetryableException passing(String message, Throwable cause) {
    return new RetryableException(message, Optional.empty(), cause);
  }

  private static String describe(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + ": " + Shown.text(cause.getMessage());
  }

  private boolean isHub(URI uri) {
    return Urls.sameOrigin(uri, options.endpoint());
  }

  private static String where(HttpRequest request) {
    return request.method() + " " + Shown.url(request.uri());
  }

  private static HubException tooManyRedirects(String method, URI start) {
    return new HubException(
        method + " " + Shown.url(start) + ": more than " + MOST_REDIRECTS + " redirects");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

package dev.jclip.hub;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A hub on loopback with one repository, and another server that its large files are redirected to.
 * Weights are large, everything else is small. Faults replace the answer to a request.
 */
final class FakeHub implements AutoCloseable {
  static final String NAME = "acme/tiny-clip";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final String TOKEN = "hf_secretTokenOfTheTest";

  /** Answers in place of the server. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** A request as it came; the port tells hub from CDN. */
  record Request(String method, String path, int port, Headers headers) {
    String header(String name) {
      return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }
  }

  private final HttpServer hub;
  private final HttpServer cdn;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, List<Fault>> faults = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  FakeHub() {
    hub = start(this::serveHub);
    cdn = start(this::serveCdn);
  }

  private HttpServer start(Fault handler) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(address, 0);
      server.setExecutor(threads);
      server.createContext("/", exchange -> handle(exchange, handler));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A hub that holds a complete transformers checkpoint with weights of the given size. */
  static FakeHub withCheckpoint(int weightBytes) {
    var hub = new FakeHub();
    hub.put("config.json", text("{\"model_type\":\"clip\"}"));
    hub.put("preprocessor_config.json", text("{\"size\":32}"));
    hub.put("vocab.json", text("{\"a\":0}"));
    hub.put("merges.txt", text("#version: 0.2\n"));
    hub.put("README.md", text("# tiny\n"));
    hub.put("model.safetensors", bytes(weightBytes));
    hub.put("pytorch_model.bin", bytes(weightBytes));
    return hub;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes that differ at every place within a short distance. */
  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8) * 17);
    }
    return bytes;
  }

  void put(String file, byte[] content) {
    files.put(file, content);
  }

  void remove(String file) {
    files.remove(file);
  }

  byte[] content(String file) {
    return Optional.ofNullable(files.get(file)).orElseThrow().clone();
  }

  String etag(String file) {
    byte[] content = content(file);
    if (isLarge(file)) {
      return hash("SHA-256", content);
    }
    byte[] header = text("blob " + content.length + "\0");
    byte[] blob = Arrays.copyOf(header, header.length + content.length);
    System.arraycopy(content, 0, blob, header.length, content.length);
    return hash("SHA-1", blob);
  }

  private static boolean isLarge(String file) {
    return file.endsWith(".safetensors") || file.endsWith(".bin");
  }

  static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
  }

  /** Another host by name too, for clients that do not look at ports. */
  URI cdn() {
    return URI.create("http://localhost:" + cdn.getAddress().getPort());
  }

  HubOptions options(Path cache) {
    return new HubOptions(
        endpoint(),
        cache,
        Optional.of(TOKEN),
        false,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        "main");
  }

  /**
   * Answers the next requests otherwise, one fault for each.
   *
   * @param request {@code "LIST"}, or {@code "HEAD config.json"}, {@code "GET config.json"}, or
   *     {@code "CDN model.safetensors"}
   */
  void fail(String request, Fault... faultsInTurn) {
    faults
        .computeIfAbsent(request, key -> new CopyOnWriteArrayList<>())
        .addAll(List.of(faultsInTurn));
  }

  /** Answers so every time from now on. */
  void failAlways(String request, Fault fault) {
    for (int i = 0; i < 50; i++) {
      fail(request, fault);
    }
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> requests(String method, String pathEnd) {
    return requests.stream()
        .filter(request -> request.method().equals(method) && request.path().endsWith(pathEnd))
        .toList();
  }

  /** Requests to the other server for one file. */
  List<Request> cdnRequests(String file) {
    return requests.stream()
        .filter(request -> request.port() == cdn.getAddress().getPort())
        .filter(request -> request.path().endsWith("/" + file))
        .toList();
  }

  private void handle(HttpExchange exchange, Fault handler) throws IOException {
    try (exchange) {
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              exchange.getLocalAddress().getPort(),
              exchange.getRequestHeaders()));
      Optional<Fault> fault = nextFault(key(exchange));
      if (fault.isPresent()) {
        fault.get().answer(exchange);
      } else {
        handler.answer(exchange);
      }
    }
  }

  private String key(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/api/models/")) {
      return "LIST";
    }
    boolean onCdn = exchange.getLocalAddress().getPort() == cdn.getAddress().getPort();
    return (onCdn ? "CDN" : exchange.getRequestMethod()) + " " + file(path);
  }

  private static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private synchronized Optional<Fault> nextFault(String key) {
    List<Fault> queue = faults.getOrDefault(key, List.of());
    return queue.isEmpty() ? Optional.empty() : Optional.of(queue.removeFirst());
  }

  private void serveHub(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/api/models/" + NAME + "/revision/main")
        || path.equals("/api/models/" + NAME + "/revision/" + COMMIT)) {
      send(exchange, 200, text(listing()));
    } else if (path.startsWith("/api/models/" + NAME + "/tree/")) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      send(exchange, 200, text(tree()));
    } else if (path.startsWith("/" + NAME + "/resolve/") && files.containsKey(file(path))) {
      serveFile(exchange, file(path));
    } else {
      exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
      send(exchange, 404, text("{}"));
    }
  }

  private void serveFile(HttpExchange exchange, String file) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("X-Repo-Commit", COMMIT);
    if (isLarge(file)) {
      headers.set("X-Linked-Etag", "\"" + etag(file) + "\"");
      headers.set("X-Linked-Size", String.valueOf(content(file).length));
      headers.set("Location", cdn() + "/blobs/" + file + "?X-Amz-Signature=abc");
      send(exchange, 302, new byte[0]);
    } else {
      headers.set("ETag", "\"" + etag(file) + "\"");
      sendRange(exchange, content(file));
    }
  }

  private void serveCdn(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"of-the-cdn-2\"");
    sendRange(exchange, content(file(exchange.getRequestURI().getPath())));
  }

  /** Honours Range, but not together with an If-Range that names another tag. */
  static void sendRange(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    String tag = exchange.getResponseHeaders().getFirst("ETag");
    if (range == null || (ifRange != null && !ifRange.equals(tag))) {
      send(exchange, 200, content);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    send(exchange, 206, Arrays.copyOfRange(content, from, content.length));
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** Announces the whole and sends a part of it. */
  static Fault cutAfter(byte[] content, int bytes) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, bytes);
      exchange.getResponseBody().flush();
    };
  }

  static Fault status(int status, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      send(exchange, status, new byte[0]);
    };
  }

  private String listing() {
    return files.keySet().stream()
        .map("{\"rfilename\":\"%s\"}"::formatted)
        .collect(
            Collectors.joining(
                ",", "{\"id\":\"" + NAME + "\",\"sha\":\"" + COMMIT + "\",\"siblings\":[", "]}"));
  }

  /** The other form of a listing, which huggingface_hub asks for. */
  private String tree() {
    return files.keySet().stream().map(this::treeEntry).collect(Collectors.joining(",", "[", "]"));
  }

  private String treeEntry(String file) {
    int size = content(file).length;
    String lfs =
        isLarge(file)
            ? ",\"lfs\":{\"oid\":\"%s\",\"size\":%d,\"pointerSize\":130}"
                .formatted(etag(file), size)
            : "";
    return "{\"type\":\"file\",\"path\":\"%s\",\"size\":%d,\"oid\":\"%s\"%s}"
        .formatted(file, size, etag(file), lfs);
  }

  @Override
  public void close() {
    hub.stop(0);
    cdn.stop(0);
    threads.shutdownNow();
  }
}

package dev.jclip.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.jclip.error.HubException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Tag("slow")
class HubFaultsTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final int SIZE = 3_000_000;

  @TempDir Path cache;
  private final FakeHub server = FakeHub.withCheckpoint(SIZE);
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void stop() {
    over.countDown();
    server.close();
  }

  private Pulls pulls() {
    return new Pulls(server, cache);
  }

  private Path partial() {
    return pulls().repository().resolve("blobs/" + server.etag(WEIGHTS) + ".incomplete");
  }

  private void assertWhole(Path snapshot) {
    assertThat(snapshot.resolve(WEIGHTS)).hasBinaryContent(server.content(WEIGHTS));
    assertThat(partial()).doesNotExist();
  }

  // Cut transfers

  @Test
  void aCutTransferGoesOnWhereItStopped() {
    server.fail("CDN " + WEIGHTS, FakeHub.cutAfter(server.content(WEIGHTS), 1_000_000));
    Pulls pulls = pulls();

    assertWhole(pulls.pull());

    List<FakeHub.Request> requests = server.cdnRequests(WEIGHTS);
    assertThat(requests).hasSize(2);
    assertThat(requests.getFirst().header("Range")).isEmpty();
    assertThat(requests.getLast().header("Range")).matches("bytes=[1-9]\\d*-");
    assertThat(requests.getLast().header("If-Range")).as("not the hub's tag").isEmpty();
    assertThat(pulls.waits()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void resumingFromTheHubItselfNamesTheTag() throws IOException {
    server.put("vocab.json", FakeHub.bytes(50_000));
    byte[] content = server.content("vocab.json");
    leavePartial("vocab.json", Arrays.copyOf(content, 20_000));

    Path snapshot = pulls().pull();

    assertThat(snapshot.resolve("vocab.json")).hasBinaryContent(content);
    FakeHub.Request request = server.requests("GET", "/vocab.json").getFirst();
    assertThat(request.header("Range")).isEqualTo("bytes=20000-");
    assertThat(request.header("If-Range")).isEqualTo("\"" + server.etag("vocab.json") + "\"");
  }

  @Test
  void aServerWithoutRangesSendsItAllAgain() throws IOException {
    leavePartial(WEIGHTS, Arrays.copyOf(server.content(WEIGHTS), 1000));
    Path openElsewhere = Files.createLink(cache.resolve("x"), partial());
    server.fail("CDN " + WEIGHTS, exchange -> FakeHub.send(exchange, 200, server.content(WEIGHTS)));

    assertWhole(pulls().pull());
    assertThat(openElsewhere).as("never written over in place").hasSize(1000);
  }

  @Test
  void aDamagedPartIsThrownAwayOnce() throws IOException {
    leavePartial(WEIGHTS, new byte[100_000]);

    assertWhole(pulls().pull());

    assertThat(server.cdnRequests(WEIGHTS)).hasSize(2);
  }

  @Test
  void aPartThatIsTooLongIsThrownAway() throws IOException {
    leavePartial(WEIGHTS, new byte[SIZE + 1]);

    assertWhole(pulls().pull());

    assertThat(server.cdnRequests(WEIGHTS).getFirst().header("Range")).isEmpty();
  }

  @Test
  void aWholePartNeedsNoRequest() throws IOException {
    leavePartial(WEIGHTS, server.content(WEIGHTS));

    assertWhole(pulls().pull());

    assertThat(server.cdnRequests(WEIGHTS)).isEmpty();
  }

  @Test
  void aRangeThatCannotBeServedStartsAfresh() throws IOException {
    leavePartial(WEIGHTS, new byte[1000]);
    server.fail("CDN " + WEIGHTS, FakeHub.status(416));

    assertWhole(pulls().pull());
  }

  @Test
  void anotherRangeThanAskedForIsRefused() throws IOException {
    leavePartial(WEIGHTS, Arrays.copyOf(server.content(WEIGHTS), 1000));
    server.fail("CDN " + WEIGHTS, FakeHub.status(206, "Content-Range", "bytes 0-9/10"));

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("206 with bytes from 1000")
        .hasMessageContaining("bytes 0-9/10");
  }

  @Test
  void whatCameBeforeGivingUpIsKept() throws IOException {
    server.failAlways("CDN " + WEIGHTS, FakeHub.cutAfter(server.content(WEIGHTS), 100_000));
    Pulls pulls = pulls();

    assertThatThrownBy(pulls::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("(tried 4 times)");

    assertThat(pulls.waits()).hasSize(3);
    assertThat(Files.size(partial())).isBetween(1L, 100_000L);
    assertThat(pulls.repository().resolve("refs/main")).doesNotExist();
  }

  @Test
  void triesThatBringMuchDoNotCount() {
    byte[] content = server.content(WEIGHTS);
    FakeHub.Fault piece =
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          exchange
              .getResponseHeaders()
              .set("Content-Range", "bytes %d-%d/%d".formatted(from, SIZE - 1, SIZE));
          exchange.sendResponseHeaders(range == null ? 200 : 206, SIZE - from);
          int end = Math.min(SIZE, from + 1_500_000);
          exchange.getResponseBody().write(content, from, end - from);
          exchange.getResponseBody().flush();
        };
    server.fail(
        "CDN " + WEIGHTS,
        FakeHub.status(500),
        FakeHub.status(500),
        FakeHub.status(500),
        piece,
        FakeHub.status(500),
        FakeHub.status(500));

    assertWhole(pulls().pull());
  }

  private void leavePartial(String file, byte[] content) throws IOException {
    Path path = pulls().repository().resolve("blobs/" + server.etag(file) + ".incomplete");
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  // Wrong content

  @Test
  void aShorterBodyThanAnnouncedIsRefused() {
    byte[] shorter = Arrays.copyOf(server.content(WEIGHTS), SIZE - 1);
    server.fail("CDN " + WEIGHTS, exchange -> FakeHub.send(exchange, 200, shorter));

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("GET " + server.cdn() + "/blobs/" + WEIGHTS)
        .hasMessageContaining("wrong length: expected 3000000 bytes, found 2999999")
        .hasMessageNotContaining("X-Amz-Signature");
  }

  @Test
  void aLongerBodyThanAnnouncedIsRefusedWhileItComes() {
    byte[] longer = Arrays.copyOf(server.content(WEIGHTS), SIZE + 100_000);
    server.fail(
        "CDN " + WEIGHTS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(longer);
        });

    assertThatThrownBy(pulls()::pull)
        .hasMessageContaining("wrong length: expected 3000000 bytes, more came");
    assertThat(partial()).doesNotExist();
  }

  @Test
  void aSizeThatNobodyTellsIsBounded() {
    server.fail("HEAD config.json", exchange -> headWithoutLength(exchange, "config.json"));
    server.fail(
        "GET config.json",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 70; i++) {
            exchange.getResponseBody().write(new byte[1 << 20]);
          }
        });

    assertThatThrownBy(pulls()::pull).hasMessageContaining("expected 67108864 bytes, more came");
  }

  @Test
  void aSizeThatNobodyTellsMayBeAny() {
    server.fail("HEAD config.json", exchange -> headWithoutLength(exchange, "config.json"));
    server.fail(
        "GET config.json",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(server.content("config.json"));
        });

    assertThat(pulls().pull().resolve("config.json"))
        .hasBinaryContent(server.content("config.json"));
  }

  private void headWithoutLength(HttpExchange exchange, String file) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"" + server.etag(file) + "\"");
    exchange.getResponseHeaders().set("Transfer-Encoding", "chunked");
    exchange.sendResponseHeaders(200, -1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", WEIGHTS})
  void wrongContentIsRefusedAndNotKept(String file) throws IOException {
    byte[] wrong = server.content(file);
    wrong[wrong.length / 2] ^= 1;
    String request = file.equals(WEIGHTS) ? "CDN " : "GET ";
    server.fail(request + file, exchange -> FakeHub.send(exchange, 200, wrong));

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("/" + file)
        .hasMessageContaining("wrong content: expected hash " + server.etag(file));

    Path blobs = pulls().repository().resolve("blobs");
    assertThat(blobs.resolve(server.etag(file))).doesNotExist();
    assertThat(blobs.resolve(server.etag(file) + ".incomplete")).doesNotExist();
    assertThat(pulls().pull().resolve(file)).hasBinaryContent(server.content(file));
  }

  @Test
  void aTagThatIsNoFileNameIsRefused() {
    server.fail("HEAD config.json", FakeHub.status(200, "ETag", "\"../../evil\""));

    assertThatThrownBy(pulls()::pull)
        .hasMessageContaining("ETag")
        .hasMessageContaining("HF_ENDPOINT");
  }

  @Test
  void anotherCommitThanAskedForIsRefused() {
    server.fail(
        "HEAD config.json",
        FakeHub.status(200, "ETag", "\"abc\"", "X-Repo-Commit", "f".repeat(40)));

    assertThatThrownBy(pulls()::pull)
        .hasMessageContaining("expected commit " + FakeHub.COMMIT + ", found " + "f".repeat(40));
  }

  // Refusals

  @Test
  void unauthorisedTellsAboutTokenAndLicence() {
    server.fail("LIST", FakeHub.status(401));
    Duration timeout = Duration.ofSeconds(10);
    var anonymous =
        new HubOptions(server.endpoint(), cache, Optional.empty(), false, timeout, timeout, "main");
    ModelHub hub = pulls().hub(anonymous);

    assertThatThrownBy(() -> hub.resolve("acme/tiny-clop", ProgressListener.NONE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(
            "GET " + server.endpoint() + "/api/models/acme/tiny-clop/revision/main: 401")
        .hasMessageContaining("Set HF_TOKEN")
        .hasMessageContaining("licence at " + server.endpoint() + "/acme/tiny-clop")
        .hasMessageContaining("Nearest known names: acme/tiny-clip");
  }

  @Test
  void aRefusedTokenIsToldButNotShown() {
    server.fail("LIST", FakeHub.status(401, "X-Error-Message", "Invalid credentials"));

    assertThatThrownBy(pulls()::pull)
        .hasMessageContaining("does not accept the token: renew HF_TOKEN")
        .hasMessageContaining("401 Invalid credentials")
        .hasMessageNotContaining(FakeHub.TOKEN)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(FakeHub.TOKEN));
  }

  private static String stackTrace(Throwable e) {
    var out = new StringWriter();
    e.printStackTrace(new PrintWriter(out));
    return out.toString();
  }

  @Test
  void forbiddenTellsAboutTheLicence() {
    server.fail("HEAD " + WEIGHTS, FakeHub.status(403, "X-Error-Code", "GatedRepo"));

    assertThatThrownBy(pulls()::pull)
        .hasMessageContaining(": 403")
        .hasMessageContaining("accept the licence at " + server.endpoint() + "/acme/tiny-clip");
  }

  @Test
  void anUnknownModelIsNamedWithItsNearest() {
    assertThatThrownBy(
            () -> pulls().hub().resolve("openai/clip-vit-base-patch23", ProgressListener.NONE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("404")
        .hasMessageContaining("There is no model openai/clip-vit-base-patch23@main")
        .hasMessageContaining("Nearest known names: openai/clip-vit-base-patch32");
  }

  @Test
  void anUnknownRevisionIsNamed() {
    server.fail("LIST", FakeHub.status(404, "X-Error-Code", "RevisionNotFound"));

    assertThatThrownBy(() -> pulls().hub().resolve("acme/tiny-clip@v9", ProgressListener.NONE))
        .hasMessageContaining("has no revision \"v9\"");
  }

  @Test
  void aModelWithoutWeightsListsWhatItHolds() {
    server.remove(WEIGHTS);
    server.remove("pytorch_model.bin");
    server.put("model.onnx", new byte[1]);

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("acme/tiny-clip@main: holds no weights")
        .hasMessageContaining("README.md, config.json, merges.txt, model.onnx");
    assertThat(server.requests()).hasSize(1);
  }

  // Overload and silence

  @Test
  void waitsAsLongAsTheHubAsks() {
    server.fail("LIST", FakeHub.status(429, "Retry-After", "7"));
    server.fail("CDN " + WEIGHTS, FakeHub.status(503, "Retry-After", "30"));
    Pulls pulls = pulls();

    assertWhole(pulls.pull());
    assertThat(pulls.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(30));
  }

  @Test
  void waitsUntilTheDateThatTheHubNames() {
    String past =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.of(2020, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC));
    server.fail("LIST", FakeHub.status(429, "Retry-After", past));
    Pulls pulls = pulls();

    assertWhole(pulls.pull());
    assertThat(pulls.waits()).containsExactly(Duration.ZERO);
  }

  @Test
  void doesNotWaitForHours() {
    server.fail("LIST", FakeHub.status(429, "Retry-After", "3600"));
    Pulls pulls = pulls();

    assertThatThrownBy(pulls::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("429")
        .hasMessageContaining("the hub asks to wait 3600 s");
    assertThat(pulls.waits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void givesUpOnTroubleThatStays(int status) {
    server.failAlways("LIST", FakeHub.status(status));
    Pulls pulls = pulls();

    assertThatThrownBy(pulls::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining(
            server.endpoint() + "/api/models/acme/tiny-clip/revision/main: " + status)
        .hasMessageContaining("(tried 4 times)");
    assertThat(pulls.waits())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void aPlainErrorIsNotTriedAgain() {
    server.fail("LIST", FakeHub.status(400));

    assertThatThrownBy(pulls()::pull).hasMessageContaining(": 400");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aHubThatNeverAnswersTimesOut() {
    server.failAlways("LIST", exchange -> awaitEnd());
    Pulls pulls = pulls();

    assertThatThrownBy(
            () ->
                pulls
                    .hub(impatient(Duration.ofMillis(100)))
                    .resolve(FakeHub.NAME, ProgressListener.NONE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("no answer ")
        .hasMessageContaining("HF_ENDPOINT (now " + server.endpoint())
        .hasMessageContaining("HF_HUB_OFFLINE=1")
        .hasMessageContaining("tried 4 times");
  }

  @Test
  void aBodyThatStallsIsAskedForAgain() {
    byte[] content = server.content(WEIGHTS);
    server.fail(
        "CDN " + WEIGHTS,
        exchange -> {
          FakeHub.cutAfter(content, 500_000).answer(exchange);
          awaitEnd();
        });
    Pulls pulls = pulls();

    Path snapshot =
        pulls.hub(impatient(Duration.ofSeconds(2))).resolve(FakeHub.NAME, ProgressListener.NONE);

    assertWhole(snapshot);
    assertThat(server.cdnRequests(WEIGHTS).getLast().header("Range")).matches("bytes=[1-9]\\d*-");
  }

  private HubOptions impatient(Duration readTimeout) {
    return new HubOptions(
        server.endpoint(),
        cache,
        Optional.empty(),
        false,
        Duration.ofMillis(500),
        readTimeout,
        "main");
  }

  private void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void noNetworkIsSaidPlainly() throws IOException {
    int closedPort;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    URI nowhere = URI.create("http://127.0.0.1:" + closedPort);

    assertNoWayTo(nowhere, "no connection to 127.0.0.1:" + closedPort + ": Connection refused");
  }

  @Test
  void whatSentenceTransformersSavedIsSaidWithWhatToDo() {
    for (String file : List.of("model.safetensors", "pytorch_model.bin", "config.json")) {
      server.put("0_CLIPModel/" + file, server.content(file));
      server.remove(file);
    }
    server.put("modules.json", FakeHub.text("[]"));

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("sub-folder 0_CLIPModel")
        .hasMessageContaining("name that folder as the model");
  }

  @Test
  void anUnknownNameIsSaidPlainly() {
    assertNoWayTo(URI.create("https://hub.invalid"), "the name hub.invalid is not known");
  }

  /** An address of documentation, to which no packet goes. */
  @Test
  void aConnectionThatNeverStandsIsSaidPlainly() {
    assertNoWayTo(URI.create("http://192.0.2.1:81"), "no connection to 192.0.2.1:81");
  }

  @Test
  void aProxyThatIsGoneIsSaidPlainly() {
    ProxySelector usual = ProxySelector.getDefault();
    ProxySelector.setDefault(
        ProxySelector.of(InetSocketAddress.createUnresolved("proxy.invalid", 3128)));
    try {
      assertNoWayTo(URI.create("https://hub.invalid"), "the name proxy.invalid is not known");
    } finally {
      ProxySelector.setDefault(usual);
    }
  }

  private void assertNoWayTo(URI endpoint, String cause) {
    Pulls pulls = pulls();
    assertThatThrownBy(
            () -> pulls.hub(options(endpoint)).resolve(FakeHub.NAME, ProgressListener.NONE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining(
            "GET " + endpoint + "/api/models/acme/tiny-clip/revision/main: no answer")
        .hasMessageContaining(cause)
        .hasMessageContaining("HF_ENDPOINT (now " + endpoint)
        .hasMessageContaining(cache.toString());
    assertThat(pulls.waits()).isEmpty();
  }

  private HubOptions options(URI endpoint) {
    HubOptions o = server.options(cache);
    return new HubOptions(
        endpoint, cache, o.token(), false, o.connectTimeout(), o.readTimeout(), "main");
  }

  // Nonsense

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>sign in</html>",
        "[]",
        "{}",
        "{\"sha\":\"main\",\"siblings\":[]}",
        "{\"sha\":\"../../../../../../../../../../../../../x\",\"siblings\":[]}",
        "{\"sha\":\"0123456789abcdef0123456789abcdef01234567\",\"siblings\":{}}",
      })
  void aListingThatIsNoneIsSaidSo(String body) {
    server.fail("LIST", exchange -> FakeHub.send(exchange, 200, FakeHub.text(body)));

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("expected a hub's description of a model")
        .hasMessageContaining("HF_ENDPOINT");
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    byte[] nested = FakeHub.text("[".repeat(1_000_000));
    server.fail("LIST", exchange -> FakeHub.send(exchange, 200, nested));

    assertThatThrownBy(pulls()::pull).isInstanceOf(HubException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "/etc/passwd",
        "a/../../x",
        "..\\\\x",
        "a\\\\b",
        "C:/x",
        "a//b",
        "./a",
        ""
      })
  void namesThatLeadElsewhereAreRefused(String name) {
    String listing =
        "{\"sha\":\"%s\",\"siblings\":[{\"rfilename\":\"config.json\"},{\"rfilename\":\"%s\"}]}"
            .formatted(FakeHub.COMMIT, name);
    server.fail("LIST", exchange -> FakeHub.send(exchange, 200, FakeHub.text(listing)));

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("refused the file name");
    assertThat(cache.resolve("models--acme--tiny-clip")).doesNotExist();
  }

  @Test
  void anEndlessListingIsCutOff() throws IOException {
    server.fail(
        "LIST",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < 64; i++) {
            exchange.getResponseBody().write(blanks);
          }
        });

    assertThatThrownBy(pulls()::pull)
        .hasMessageContaining("the listing has more than 4194304 bytes");
  }

  @Test
  void whatIsNotHttpIsSaidSo() throws Exception {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Thread.ofVirtual().start(() -> talkNonsense(socket));
      URI endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort());

      assertThatThrownBy(
              () -> pulls().hub(options(endpoint)).resolve(FakeHub.NAME, ProgressListener.NONE))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("no answer");
    }
  }

  private static void talkNonsense(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(FakeHub.text("SSH-2.0-x\r\n\r\n"));
      } catch (IOException e) {
        return;
      }
    }
  }

  @Test
  void endlessRedirectsEnd() {
    server.failAlways("LIST", FakeHub.status(302, "Location", "/api/models/acme/other"));

    assertThatThrownBy(pulls()::pull).hasMessageContaining("more than 10 redirects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://x/y", "http://", "ht tp:||"})
  void aRedirectToNoAddressIsRefused(String location) {
    server.fail("GET config.json", FakeHub.status(302, "Location", location));

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("redirects to something that is not a http address");
  }

  // Disk

  @Test
  void aDiskWithoutRoomIsSaidBeforeTheTransfer() {
    server.fail(
        "HEAD " + WEIGHTS,
        FakeHub.status(
            200,
            "X-Linked-Etag",
            "\"" + "a".repeat(64) + "\"",
            "X-Linked-Size",
            "900000000000000000"));
    server.fail(
        "GET " + WEIGHTS,
        exchange -> {
          exchange.sendResponseHeaders(200, 900_000_000_000_000_000L);
          exchange.getResponseBody().flush();
        });

    assertThatThrownBy(pulls()::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining("not enough disk space: expected 900000000000000000 bytes, found")
        .hasMessageContaining("HF_HUB_CACHE");
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "not a folder");
    var pulls = new Pulls(server, file);

    assertThatThrownBy(pulls::pull)
        .isInstanceOf(HubException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("cannot write to the cache")
        .hasMessageContaining("HF_HUB_CACHE");
  }
}

package dev.jclip.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHubTest {
  @TempDir Path cache;
  private final FakeHub server = FakeHub.withCheckpoint(300_000);

  @AfterEach
  void stop() {
    server.close();
  }

  private Pulls pulls() {
    return new Pulls(server, cache);
  }

  @Test
  void bringsTheFilesOfACheckpointAndNothingElse() throws IOException {
    Path snapshot = pulls().pull();

    assertThat(snapshot).isEqualTo(pulls().repository().resolve("snapshots/" + FakeHub.COMMIT));
    try (Stream<Path> files = Files.list(snapshot)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "config.json",
              "preprocessor_config.json",
              "vocab.json",
              "merges.txt",
              "model.safetensors");
    }
    assertThat(snapshot.resolve("model.safetensors"))
        .hasBinaryContent(server.content("model.safetensors"));
    assertThat(snapshot.resolve("config.json")).hasBinaryContent(server.content("config.json"));
  }

  @Test
  void laysTheCacheOutAsThePythonToolsDo() throws IOException {
    Path snapshot = pulls().pull();
    Path repository = pulls().repository();

    String weights = server.etag("model.safetensors");
    assertThat(weights).hasSize(64);
    assertThat(Files.readSymbolicLink(snapshot.resolve("model.safetensors")))
        .hasToString("../../blobs/" + weights);
    String config = server.etag("config.json");
    assertThat(config).hasSize(40);
    assertThat(Files.readSymbolicLink(snapshot.resolve("config.json")))
        .hasToString("../../blobs/" + config);
    assertThat(repository.resolve("blobs/" + weights)).isRegularFile();
    assertThat(repository.resolve("refs/main")).hasContent(FakeHub.COMMIT);
    assertThat(cache.resolve(".locks/models--acme--tiny-clip/" + weights + ".lock"))
        .isRegularFile();
    assertThat(repository.resolve(".no_exist/" + FakeHub.COMMIT + "/tokenizer.json")).isEmptyFile();
    try (Stream<Path> all = Files.walk(cache)) {
      assertThat(all.map(Path::toString)).noneMatch(path -> path.matches(".*(incomplete|tmp)$"));
    }
  }

  @Test
  void anEmptyFileArrivesToo() {
    server.put("merges.txt", new byte[0]);

    assertThat(pulls().pull().resolve("merges.txt")).isEmptyFile();
  }

  @Test
  void asksOnceForABranchThatIsCached() {
    Path first = pulls().pull();
    int before = server.requests().size();

    assertThat(pulls().pull()).isEqualTo(first);
    assertThat(server.requests()).hasSize(before + 1);
    assertThat(server.requests().getLast().path())
        .isEqualTo("/api/models/acme/tiny-clip/revision/main");
  }

  @Test
  void asksNothingForACompleteCommit() {
    Path first = pulls().pull();
    int before = server.requests().size();

    String pinned = "hf-hub:" + FakeHub.NAME + "@" + FakeHub.COMMIT;
    assertThat(pulls().hub().resolve(pinned, ProgressListener.NONE)).isEqualTo(first);
    assertThat(server.requests()).hasSize(before);
  }

  @Test
  void aCommitThatLacksAFileIsCompleted() throws IOException {
    Path snapshot = pulls().pull();
    Files.delete(snapshot.resolve("vocab.json"));
    String pinned = FakeHub.NAME + "@" + FakeHub.COMMIT;
    int before = server.cdnRequests("model.safetensors").size();

    pulls().hub().resolve(pinned, ProgressListener.NONE);

    assertThat(snapshot.resolve("vocab.json")).hasBinaryContent(server.content("vocab.json"));
    assertThat(server.cdnRequests("model.safetensors")).hasSize(before);
  }

  @Test
  void aDanglingLinkIsDownloadedAgain() throws IOException {
    Path snapshot = pulls().pull();
    Files.delete(snapshot.resolve("model.safetensors").toRealPath());

    pulls().pull();

    assertThat(snapshot.resolve("model.safetensors"))
        .hasBinaryContent(server.content("model.safetensors"));
  }

  @Test
  void weightsOfAnotherFormatInTheCacheServe() throws IOException {
    Path snapshot = pulls().pull();
    Files.delete(snapshot.resolve("model.safetensors"));
    Files.write(snapshot.resolve("pytorch_model.bin"), new byte[10]);

    pulls().pull();

    assertThat(snapshot.resolve("model.safetensors")).doesNotExist();
  }

  @Test
  void findsWhatPythonLaidOutWithoutAnyRequest() throws IOException {
    Path snapshot = layOutAsPython();
    HubOptions offline = server.options(cache).withOffline(true);

    assertThat(pulls().hub(offline).resolve(FakeHub.NAME, ProgressListener.NONE))
        .isEqualTo(snapshot);
    assertThat(pulls().hub().findCached(FakeHub.NAME)).contains(snapshot);
    assertThat(pulls().hub().findCached(FakeHub.NAME + "@" + FakeHub.COMMIT)).contains(snapshot);
    assertThat(pulls().hub().findCached(FakeHub.NAME + "@v2")).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aKeptListingTellsThatACommitIsComplete() throws IOException {
    Path snapshot = layOutAsPython();
    Path tree = pulls().repository().resolve("trees/" + FakeHub.COMMIT + ".json");
    Files.createDirectories(tree.getParent());
    Files.writeString(
        tree, "{\"format_version\":1,\"files\":{\"config.json\":{},\"model.safetensors\":{}}}");

    String pinned = FakeHub.NAME + "@" + FakeHub.COMMIT;
    assertThat(pulls().hub().resolve(pinned, ProgressListener.NONE)).isEqualTo(snapshot);
    assertThat(server.requests()).isEmpty();
  }

  private Path layOutAsPython() throws IOException {
    Path repository = pulls().repository();
    Path snapshot = repository.resolve("snapshots/" + FakeHub.COMMIT);
    Files.createDirectories(snapshot);
    Files.createDirectories(repository.resolve("blobs"));
    Files.createDirectories(repository.resolve("refs"));
    for (String file : List.of("config.json", "model.safetensors")) {
      Path blob = repository.resolve("blobs/" + server.etag(file));
      Files.write(blob, server.content(file));
      Files.createSymbolicLink(
          snapshot.resolve(file), Path.of("../../blobs", blob.getFileName().toString()));
    }
    Files.writeString(repository.resolve("refs/main"), FakeHub.COMMIT);
    return snapshot;
  }

  @Test
  void offlineSaysWhatIsMissingAndWhereItLooked() {
    HubOptions offline = server.options(cache).withOffline(true);

    assertThatThrownBy(() -> pulls().hub(offline).resolve("acme/tiny-klip", ProgressListener.NONE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("acme/tiny-klip@main: not in the cache")
        .hasMessageContaining("HF_HUB_OFFLINE")
        .hasMessageContaining(cache.resolve("models--acme--tiny-klip").toString())
        .hasMessageContaining("Nearest known names: acme/tiny-clip");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void offlineNamesThePartThatIsMissing() throws IOException {
    Path snapshot = pulls().pull();
    Files.delete(snapshot.resolve("model.safetensors"));
    HubOptions offline = server.options(cache).withOffline(true);

    assertThatThrownBy(() -> pulls().hub(offline).resolve(FakeHub.NAME, ProgressListener.NONE))
        .hasMessageContaining("no complete weights in " + snapshot);
  }

  @Test
  void aCachedBranchServesWhenTheHubIsDown() {
    Path first = pulls().pull();
    HubOptions options = server.options(cache);
    server.close();
    Pulls later = pulls();

    assertThat(later.hub(options).resolve(FakeHub.NAME, ProgressListener.NONE)).isEqualTo(first);
    assertThat(later.waits()).isEmpty();
  }

  @Test
  void aCachedBranchServesWhenTheHubHasTrouble() {
    Path first = pulls().pull();
    server.fail("LIST", FakeHub.status(503), FakeHub.status(401), FakeHub.status(200));

    assertThat(pulls().pull()).isEqualTo(first);
    assertThat(pulls().pull()).isEqualTo(first);
    assertThat(pulls().pull()).isEqualTo(first);
  }

  @Test
  void aCacheThatNothingCanBeNotedInServes() throws IOException {
    Path first = pulls().pull();
    Path marks = pulls().repository().resolve(".no_exist");
    Files.move(marks, cache.resolve("moved"));
    Files.writeString(marks, "in the way");
    Files.delete(pulls().repository().resolve("refs/main"));
    Files.delete(pulls().repository().resolve("refs"));
    Files.writeString(pulls().repository().resolve("refs"), "in the way");

    assertThat(pulls().pull()).isEqualTo(first);
  }

  @Test
  void aDeletedModelIsNotServedFromTheCacheInSilence() {
    pulls().pull();
    server.fail("LIST", FakeHub.status(404));

    assertThatThrownBy(pulls()::pull).hasMessageContaining("There is no model");
  }

  @Test
  void aNewCommitOfABranchIsFetchedAndRemembered() {
    pulls().pull();
    String next = FakeHub.COMMIT.replace('0', '9');
    server.fail(
        "LIST",
        exchange ->
            FakeHub.send(
                exchange,
                200,
                FakeHub.text(
                    """
                    {"sha":"%s","siblings":[{"rfilename":"config.json"},{"rfilename":"model.safetensors"}]}
                    """
                        .formatted(next))));
    FakeHub.Fault head =
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"" + server.etag("config.json") + "\"");
          FakeHub.send(exchange, 200, server.content("config.json"));
        };
    server.fail("HEAD config.json", head);
    server.fail(
        "HEAD model.safetensors",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("X-Linked-Etag", "\"" + server.etag("model.safetensors") + "\"");
          FakeHub.send(exchange, 200, new byte[0]);
        });
    int before = server.cdnRequests("model.safetensors").size();

    Path snapshot = pulls().pull();

    assertThat(snapshot.getFileName()).hasToString(next);
    assertThat(pulls().repository().resolve("refs/main")).hasContent(next);
    assertThat(server.cdnRequests("model.safetensors")).as("same blob").hasSize(before);
  }

  @Test
  void tellsProgressFromNothingToAll() {
    record Step(String file, long done, long total) {}
    var steps = new ArrayList<Step>();

    pulls()
        .hub()
        .resolve(FakeHub.NAME, (file, done, total) -> steps.add(new Step(file, done, total)));

    assertThat(steps).contains(new Step("model.safetensors", 300_000, 300_000));
    assertThat(steps.stream().filter(step -> step.file().equals("model.safetensors")))
        .allMatch(step -> step.total() == 300_000)
        .extracting(Step::done)
        .isSorted();
    assertThat(steps.stream().map(Step::file).distinct().toList()).endsWith("model.safetensors");
  }

  @Test
  void listsWhatIsCached() throws IOException {
    Path snapshot = pulls().pull();
    Path other = cache.resolve("models--acme--half/snapshots/" + "a".repeat(40));
    Files.createDirectories(other);
    Files.writeString(other.resolve("config.json"), "{}");
    Files.createDirectories(cache.resolve("datasets--acme--pictures/snapshots/" + "b".repeat(40)));

    long bytes =
        Stream.of("config.json", "preprocessor_config.json", "vocab.json", "merges.txt")
            .mapToLong(file -> server.content(file).length)
            .sum();
    assertThat(pulls().hub().cached())
        .containsExactly(
            new CachedModel("acme/half", "a".repeat(40), List.of(), 2, other, false),
            new CachedModel(
                FakeHub.NAME, FakeHub.COMMIT, List.of("main"), bytes + 300_000, snapshot, true));
  }

  @Test
  void anAbsentCacheListsNothing() {
    assertThat(new Pulls(server, cache.resolve("none")).hub().cached()).isEmpty();
  }

  @Test
  void withoutSymbolicLinksItUsesHardOnesAndElseCopies() throws IOException {
    Links.Way broken =
        (link, blob) -> {
          throw new UnsupportedOperationException("no links here");
        };
    Links.Way copy = (link, blob) -> Files.copy(blob, link, StandardCopyOption.COPY_ATTRIBUTES);
    var hub =
        new ModelHub(
            server.options(cache), List.of(), pulls().policy(), new Links(List.of(broken, copy)));

    Path snapshot = hub.resolve(FakeHub.NAME, ProgressListener.NONE);

    assertThat(snapshot.resolve("model.safetensors"))
        .isRegularFile()
        .hasBinaryContent(server.content("model.safetensors"));
    assertThat(Files.isSymbolicLink(snapshot.resolve("model.safetensors"))).isFalse();
    Links.standard().link(cache.resolve("x"), snapshot.resolve("config.json"));
    assertThat(Files.isSymbolicLink(cache.resolve("x"))).isTrue();
  }

  @Test
  void theTokenGoesToTheHubOnly() {
    pulls().pull();

    assertThat(server.requests("GET", "/config.json").getFirst().header("Authorization"))
        .isEqualTo("Bearer " + FakeHub.TOKEN);
    assertThat(server.cdnRequests("model.safetensors")).isNotEmpty();
    assertThat(server.cdnRequests("model.safetensors"))
        .allMatch(request -> request.method().equals("GET"))
        .allMatch(request -> request.header("Authorization").isEmpty());
  }

  @Test
  void relativeRedirectsWithinTheHubKeepTheToken() {
    FakeHub.Fault moved =
        FakeHub.status(307, "Location", "/acme/tiny-clip/resolve/renamed/config.json");
    server.fail("HEAD config.json", moved);
    server.fail("GET config.json", moved);

    Path snapshot = pulls().pull();

    assertThat(snapshot.resolve("config.json")).hasBinaryContent(server.content("config.json"));
    assertThat(server.requests("GET", "/renamed/config.json"))
        .singleElement()
        .satisfies(r -> assertThat(r.header("Authorization")).contains(FakeHub.TOKEN));
  }

  @Test
  void namesOfTheCallerAreChecked() {
    for (String name : List.of("", "tiny", "a/b/c", "../x/y", "a--b/c", "a/b@../c", "a/b@")) {
      assertThatThrownBy(() -> pulls().hub().resolve(name, ProgressListener.NONE))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aWaitIsNeverNeededWhenAllGoesWell() {
    Pulls pulls = pulls();
    pulls.pull();
    assertThat(pulls.waits()).isEqualTo(List.<Duration>of());
  }
}

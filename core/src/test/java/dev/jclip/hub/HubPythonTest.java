package dev.jclip.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same cache in the hands of huggingface_hub; runs where JCLIP_PYTHON names a Python that has
 * it.
 */
@EnabledIfEnvironmentVariable(named = "JCLIP_PYTHON", matches = ".+")
class HubPythonTest {
  @TempDir Path cache;
  private final FakeHub server = FakeHub.withCheckpoint(300_000);

  @AfterEach
  void stop() {
    server.close();
  }

  private Pulls pulls() {
    return new Pulls(server, cache);
  }

  /** Runs statements with the cache folder in {@code cache}; gives the lines that they print. */
  private List<String> python(String statements) throws IOException, InterruptedException {
    String program =
        "import sys\nfrom huggingface_hub import *\ncache = sys.argv[1]\nname = 'acme/tiny-clip'\n"
            + statements;
    var command =
        new ArrayList<>(
            List.of(
                Optional.ofNullable(System.getenv("JCLIP_PYTHON")).orElseThrow(),
                "-c",
                program,
                cache.toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HF_ENDPOINT", server.endpoint().toString());
    builder.environment().put("HF_HUB_DISABLE_PROGRESS_BARS", "1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  @Test
  void pythonReadsWhatJclipDownloaded() throws Exception {
    Path snapshot = pulls().pull();
    int before = requestsForTheModel();

    assertThat(
            python(
                """
                print(snapshot_download(name, cache_dir=cache, local_files_only=True))
                print(try_to_load_from_cache(name, 'model.safetensors', cache_dir=cache))
                print(try_to_load_from_cache(name, 'tokenizer.json', cache_dir=cache) is _CACHED_NO_EXIST)
                print(hf_hub_download(name, 'vocab.json', cache_dir=cache, local_files_only=True))
                report = scan_cache_dir(cache)
                print(len(report.warnings), [(r.repo_id, r.size_on_disk, sorted(r.refs)) for r in report.repos])
                """))
        .containsExactly(
            snapshot.toString(),
            snapshot.resolve("model.safetensors").toString(),
            "True",
            snapshot.resolve("vocab.json").toString(),
            "0 [('acme/tiny-clip', %d, ['main'])]"
                .formatted(pulls().hub().cached().getFirst().bytes()));
    assertThat(requestsForTheModel()).isEqualTo(before);
  }

  /** Without those of huggingface_hub about itself. */
  private int requestsForTheModel() {
    return (int) server.requests().stream().filter(r -> r.path().contains("tiny-clip")).count();
  }

  @Test
  void pythonDownloadsNothingAgain() throws Exception {
    Path snapshot = pulls().pull();
    int before = server.requests("GET", "/model.safetensors").size();

    assertThat(
            python(
                "print(snapshot_download(name, cache_dir=cache,"
                    + " allow_patterns=['*.json', '*.txt', '*.safetensors']))"))
        .containsExactly(snapshot.toString());
    assertThat(server.requests("GET", "/model.safetensors")).hasSize(before);
  }

  @Test
  void jclipFindsWhatPythonDownloaded() throws Exception {
    List<String> printed = python("print(snapshot_download(name, cache_dir=cache))");
    int before = server.requests().size();
    HubOptions offline = server.options(cache).withOffline(true);

    Path snapshot = pulls().hub(offline).resolve(FakeHub.NAME, ProgressListener.NONE);

    assertThat(printed).containsExactly(snapshot.toString());
    String pinned = FakeHub.NAME + "@" + FakeHub.COMMIT;
    assertThat(pulls().hub().resolve(pinned, ProgressListener.NONE)).isEqualTo(snapshot);
    assertThat(pulls().hub().cached())
        .singleElement()
        .satisfies(model -> assertThat(model.revisions()).containsExactly("main"));
    assertThat(server.requests()).hasSize(before);
    assertThat(snapshot.resolve("model.safetensors"))
        .hasBinaryContent(server.content("model.safetensors"));
  }

  @Test
  void jclipCompletesWhatPythonBegan() throws Exception {
    python(
        "hf_hub_download(name, 'config.json', cache_dir=cache)\n"
            + "hf_hub_download(name, 'pytorch_model.bin', cache_dir=cache)");

    Path snapshot = pulls().pull();

    assertThat(snapshot.resolve("vocab.json")).exists();
    assertThat(snapshot.resolve("model.safetensors")).as("weights are there").doesNotExist();
    assertThat(server.requests("GET", "/config.json")).hasSize(1);
  }
}

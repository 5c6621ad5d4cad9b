package dev.jclip.hub;

import dev.jclip.testkit.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Pulls one model in a process of its own: endpoint, cache folder, name. */
final class PullMain {
  private PullMain() {}

  public static void main(String[] args) {
    Duration timeout = Duration.ofSeconds(60);
    var options =
        new HubOptions(
            URI.create(args[0]),
            Path.of(args[1]),
            Optional.empty(),
            false,
            timeout,
            timeout,
            "main");
    System.out.println(new ModelHub(options).resolve(args[2], ProgressListener.NONE));
  }

  /** Starts one. */
  static Process start(FakeHub server, Path cache) throws IOException {
    return JavaProcess.of(
            List.of("-Xmx128m"),
            PullMain.class,
            List.of(server.endpoint().toString(), cache.toString(), FakeHub.NAME))
        .redirectErrorStream(true)
        .start();
  }
}

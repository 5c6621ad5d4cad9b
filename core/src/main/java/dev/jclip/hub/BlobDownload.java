package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one file into a repository's blobs: goes on with what an earlier try left, verifies the
 * whole against its hash, and only then gives it its name. Thread-safe.
 */
final class BlobDownload {
  private static final Logger LOG = LoggerFactory.getLogger(BlobDownload.class);

  /** The maximum size of a file whose size the server does not tell; weights are always larger. */
  private static final long MOST_UNANNOUNCED_BYTES = 64L << 20;

  /** A try that brought this much is progress, however it ended. */
  private static final long PROGRESS_BYTES = 1L << 20;

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d+|\\*)");

  private final HubHttp http;
  private final HubErrors errors;
  private final RetryPolicy policy;
  private final RepoCache cache;
  private final ProgressListener progress;

  BlobDownload(
      HubHttp http,
      HubErrors errors,
      RetryPolicy policy,
      RepoCache cache,
      ProgressListener progress) {
    this.http = http;
    this.errors = errors;
    this.policy = policy;
    this.cache = cache;
    this.progress = progress;
  }

  /** Makes sure that the file is in the snapshot of the commit. */
  void fetch(RemoteFile file, String commit) {
    try (BlobLock _ = BlobLock.acquire(cache.lock(file.etag()))) {
      if (!Files.exists(cache.blob(file.etag()))) {
        download(file);
      }
      cache.link(commit, file.name(), file.etag());
    }
  }

  private void download(RemoteFile file) {
    Path partial = cache.partial(file.etag());
    try {
      Files.createDirectories(partial.getParent());
      boolean resumed = keepUsablePart(file, partial);
      receive(file, partial);
      String found = hash(file, partial);
      if (resumed && !found.equals(file.etag())) {
        LOG.warn("{}: what an earlier try had left was damaged; starting afresh", file.name());
        Files.delete(partial);
        receive(file, partial);
        found = hash(file, partial);
      }
      checkHash(file, partial, found);
      publish(partial, cache.blob(file.etag()));
    } catch (ClosedByInterruptException e) {
      throw new HubException(partial + ": interrupted", e);
    } catch (IOException e) {
      throw RepoCache.unwritable(partial, e);
    }
  }

  /** Keeps what an earlier try left, unless it is too long or could not be verified in the end. */
  private static boolean keepUsablePart(RemoteFile file, Path partial) throws IOException {
    if (!Files.exists(partial)) {
      return false;
    }
    boolean tooLong = Files.size(partial) > file.size().orElse(0);
    if (tooLong || !ContentHash.isHash(file.etag())) {
      Files.delete(partial);
      return false;
    }
    return true;
  }

  /** Transfers until all is there, through as many cut connections as the policy allows. */
  private void receive(RemoteFile file, Path partial) throws IOException {
    RetryPolicy.Tries tries = policy.start();
    while (true) {
      long before = length(partial);
      if (Files.exists(partial) && before == file.size().orElse(-1)) {
        return;
      }
      try {
        transfer(file, partial, before);
        return;
      } catch (RetryableException e) {
        if (length(partial) - before >= PROGRESS_BYTES) {
          tries.progressed();
        }
        tries.failed(e);
      }
    }
  }

  private static long length(Path partial) throws IOException {
    return Files.exists(partial) ? Files.size(partial) : 0;
  }

  /** One request for the rest of the file, from the given position on. */
  private void transfer(RemoteFile file, Path partial, long from) throws IOException {
    Map<String, String> range = from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-");
    // Other hosts, which the hub redirects to, have tags of their own and would send everything.
    Map<String, String> ifRange =
        from == 0 ? Map.of() : Map.of("If-Range", "\"" + file.etag() + "\"");
    try (HubResponse response = http.get(file.url(), ifRange, range)) {
      if (response.status() == 416) {
        Files.deleteIfExists(partial);
        throw new RetryableException(
            response.where() + ": 416 for bytes from " + from, Optional.empty(), null);
      }
      errors.check(response);
      long start = start(response, from);
      OptionalLong end = end(response, start, file.size());
      if (start == 0) {
        Files.deleteIfExists(partial);
      }
      checkSpace(partial, end.orElse(0) - start);
      write(response, file, partial, start, end);
    }
  }

  /** Where in the file the body begins. */
  private static long start(HubResponse response, long from) {
    if (response.status() == 200) {
      return 0;
    }
    Matcher range = CONTENT_RANGE.matcher(response.header("Content-Range").orElse(""));
    if (response.status() == 206 && range.matches() && Long.parseLong(range.group(1)) == from) {
      return from;
    }
    throw new HubException(
        "%s: expected 200, or 206 with bytes from %d; found %d with Content-Range \"%s\""
            .formatted(
                response.where(),
                from,
                response.status(),
                Shown.text(response.header("Content-Range").orElse(""))));
  }

  /** Where in the file the body must end, checked against what the answer says of itself. */
  private static OptionalLong end(HubResponse response, long start, OptionalLong size) {
    OptionalLong length = response.number("Content-Length");
    if (length.isEmpty()) {
      return size;
    }
    long end = start + length.getAsLong();
    if (size.isPresent() && end != size.getAsLong()) {
      throw wrongLength(response, size.getAsLong(), "found " + end);
    }
    return OptionalLong.of(end);
  }

  private static void checkSpace(Path partial, long needed) throws IOException {
    long free = Files.getFileStore(partial.getParent()).getUsableSpace();
    // Some network file systems know nothing of free space and say 0.
    if (free > 0 && free < needed) {
      throw new HubException(
          "%s: not enough disk space: expected %d bytes, found %d free. Free space there, or set HF_HUB_CACHE to a folder on another disk"
              .formatted(partial, needed, free));
    }
  }

  private void write(
      HubResponse response, RemoteFile file, Path partial, long start, OptionalLong end)
      throws IOException {
    long limit = end.orElse(MOST_UNANNOUNCED_BYTES);
    long position = start;
    try (FileChannel channel =
        FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      BodyReader body = response.body();
      for (var piece = body.next(); piece.isPresent(); piece = body.next()) {
        for (ByteBuffer buffer : piece.get()) {
          if (position + buffer.remaining() > limit) {
            Files.delete(partial);
            throw wrongLength(response, limit, "more came");
          }
          position += writeFully(channel, buffer, position);
        }
        progress.onProgress(file.name(), position, end.orElse(-1));
      }
      channel.force(true);
    }
    if (position < end.orElse(0)) {
      throw new RetryableException(
          response.where() + ": ended after " + position + " of " + limit + " bytes",
          Optional.empty(),
          null);
    }
  }

  private static int writeFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    int written = 0;
    while (buffer.hasRemaining()) {
      written += channel.write(buffer, position + written);
    }
    return written;
  }

  private static HubException wrongLength(HubResponse response, long expected, String found) {
    return new HubException(
        "%s: wrong length: expected %d bytes, %s. Nothing is kept; try again later"
            .formatted(response.where(), expected, found));
  }

  /** The content's hash, or the tag itself when that is not a hash and says nothing of content. */
  private static String hash(RemoteFile file, Path partial) throws IOException {
    return ContentHash.isHash(file.etag()) ? ContentHash.of(partial, file.etag()) : file.etag();
  }

  private static void checkHash(RemoteFile file, Path partial, String found) throws IOException {
    if (!found.equals(file.etag())) {
      Files.delete(partial);
      throw new HubException(
          "GET %s: wrong content: expected hash %s, found %s. Nothing is kept; try again, or check what stands between here and the hub"
              .formatted(Shown.url(file.url()), file.etag(), found));
    }
  }

  private static void publish(Path partial, Path blob) throws IOException {
    try {
      Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.exists(blob)) {
        throw e;
      }
      LOG.debug("{}: somebody else has published it", blob);
    }
  }
}

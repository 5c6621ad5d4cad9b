package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One file of a commit on the hub.
 *
 * @param name its name in the repository
 * @param url where the hub serves it
 * @param etag SHA-256 of the content for large files, git's blob hash for others; names the blob
 * @param size in bytes, if the hub says
 */
record RemoteFile(String name, URI url, String etag, OptionalLong size) {
  private static final Pattern BLOB_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

  /** Reads the headers of the answers to a HEAD request, redirects within the hub included. */
  static RemoteFile of(String name, URI url, String commit, List<HubResponse> answers) {
    HubResponse last = answers.getLast();
    checkCommit(answers, commit);
    String etag =
        first(answers, "X-Linked-Etag")
            .or(() -> last.header("ETag"))
            .map(RemoteFile::bare)
            .orElse("");
    if (!BLOB_NAME.matcher(etag).matches()) {
      throw new HubException(
          "%s: expected an ETag that names the content, found \"%s\". Does HF_ENDPOINT name a Hugging Face-compatible hub?"
              .formatted(last.where(), Shown.text(etag)));
    }
    return new RemoteFile(name, url, etag, size(answers));
  }

  private static void checkCommit(List<HubResponse> answers, String commit) {
    Optional<String> served = first(answers, "X-Repo-Commit");
    if (served.isPresent() && !served.get().equals(commit)) {
      throw new HubException(
          "%s: expected commit %s, found %s in X-Repo-Commit"
              .formatted(answers.getFirst().where(), commit, Shown.text(served.get())));
    }
  }

  private static OptionalLong size(List<HubResponse> answers) {
    HubResponse last = answers.getLast();
    OptionalLong plain = last.isRedirect() ? OptionalLong.empty() : last.number("Content-Length");
    return answers.stream()
        .map(answer -> answer.number("X-Linked-Size"))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(plain);
  }

  private static Optional<String> first(List<HubResponse> answers, String header) {
    return answers.stream()
        .map(answer -> answer.header(header))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The tag without the marks of HTTP around it. */
  private static String bare(String etag) {
    String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
    return strong.replaceAll("^\"|\"$", "");
  }
}

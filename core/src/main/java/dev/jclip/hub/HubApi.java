package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** What there is to ask a hub about one model: what it holds, and what one of its files is. */
final class HubApi {
  /** A listing of some ten thousand files; a checkpoint has a few dozen. */
  private static final int MOST_LISTING_BYTES = 4 << 20;

  private final HubHttp http;
  private final URI endpoint;
  private final ModelName name;
  private final HubErrors errors;

  HubApi(HubHttp http, URI endpoint, ModelName name, HubErrors errors) {
    this.http = http;
    this.endpoint = endpoint;
    this.name = name;
    this.errors = errors;
  }

  RepoListing list() {
    URI url = Urls.model(endpoint, name);
    try (HubResponse response = http.get(url, Map.of(), Map.of())) {
      errors.check(response);
      return RepoListing.parse(readAll(response), response.where());
    }
  }

  RemoteFile describe(String commit, String file) {
    URI url = Urls.file(endpoint, name, commit, file);
    List<HubResponse> answers = http.head(url);
    errors.check(answers.getLast());
    return RemoteFile.of(file, url, commit, answers);
  }

  private static byte[] readAll(HubResponse response) {
    var bytes = new ByteArrayOutputStream();
    BodyReader body = response.body();
    for (var piece = body.next(); piece.isPresent(); piece = body.next()) {
      for (ByteBuffer buffer : piece.get()) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        bytes.writeBytes(copy);
      }
      if (bytes.size() > MOST_LISTING_BYTES) {
        throw new HubException(
            response.where() + ": the listing has more than " + MOST_LISTING_BYTES + " bytes");
      }
    }
    return bytes.toByteArray();
  }
}

package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a repository holds at one commit.
 *
 * @param commit 40 hexadecimal digits
 * @param files names of all files, each safe to use below a folder
 */
record RepoListing(String commit, List<String> files) {
  RepoListing {
    files = List.copyOf(files);
  }

  /**
   * Reads the answer of {@code /api/models/ORG/NAME/revision/REV}.
   *
   * @param where the request, for messages
   */
  static RepoListing parse(byte[] json, String where) {
    JsonNode root;
    try {
      root = JsonMapper.builder().build().readTree(json);
    } catch (JacksonException e) {
      throw unexpected(where, "something that is not JSON", e);
    }
    String commit = root.path("sha").asString("");
    if (!ModelName.isCommit(commit)) {
      throw unexpected(where, "no commit in \"sha\"", null);
    }
    JsonNode siblings = root.path("siblings");
    if (!siblings.isArray()) {
      throw unexpected(where, "no list in \"siblings\"", null);
    }
    var files = new ArrayList<String>(siblings.size());
    for (JsonNode sibling : siblings) {
      files.add(fileName(sibling, where));
    }
    return new RepoListing(commit, files);
  }

  private static String fileName(JsonNode sibling, String where) {
    String name = sibling.path("rfilename").asString("");
    if (!RepoPath.isSafe(name)) {
      throw new HubException(
          where
              + ": siblings: refused the file name \""
              + Shown.text(name)
              + "\", which leads outside its folder");
    }
    return name;
  }

  private static HubException unexpected(String where, String found, @Nullable Throwable cause) {
    return new HubException(
        where
            + ": expected a hub's description of a model, found "
            + found
            + ". Does HF_ENDPOINT name a Hugging Face-compatible hub, and is no proxy or sign-in"
            + " page in between?",
        cause);
  }
}

package dev.jclip.data.shard;

import dev.jclip.data.file.SidecarText;
import dev.jclip.image.file.ImageFiles;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** What a shard's sample holds; an IOException's message is the reason why it cannot be used. */
public final class SampleParts {
  private SampleParts() {}

  /** The bytes of its image, not decoded. */
  public static byte[] picture(ShardSample sample) throws IOException {
    for (String extension : ImageFiles.EXTENSIONS) {
      byte[] picture = sample.members().get(extension);
      if (picture != null) {
        return picture;
      }
    }
    throw missing(sample, "an image (." + String.join(", .", ImageFiles.EXTENSIONS) + ")");
  }

  /** The bytes of a member by its extension. */
  public static byte[] member(ShardSample sample, String extension) throws IOException {
    byte[] member = sample.members().get(extension);
    if (member == null) {
      throw missing(sample, "a member ." + extension);
    }
    return member;
  }

  /** The text of a member, without a byte order mark. */
  public static String text(ShardSample sample, String extension) throws IOException {
    return SidecarText.decode(extension, member(sample, extension));
  }

  /** Whether it has a {@code .json} member. */
  public static boolean hasJson(ShardSample sample) {
    return sample.members().containsKey(SidecarText.JSON);
  }

  /** Its {@code .json} member, which is an object. */
  public static JsonNode json(ShardSample sample) throws IOException {
    return SidecarText.object(member(sample, SidecarText.JSON));
  }

  private static IOException missing(ShardSample sample, String expected) {
    return new IOException(
        "expected %s, found .%s"
            .formatted(expected, String.join(", .", sample.members().keySet())));
  }
}

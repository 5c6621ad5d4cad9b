package dev.jclip.data;

/**
 * One place in a data set: a picture with what is known of it, or the reason why there is none.
 *
 * @param <A> what is known of a picture
 */
public sealed interface Entry<A> {
  /** The entry's name in its data set. */
  String key();

  /**
   * A picture.
   *
   * @param key its name in the data set, such as {@code shard.tar/0001} or a file's path
   * @param image the bytes of the picture's file, not decoded
   * @param annotation what is known of it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Example<A>(String key, byte[] image, A annotation) implements Entry<A> {}

  /**
   * An entry that cannot be used.
   *
   * @param reason names the file, what was expected and what was found
   */
  record Skipped<A>(String key, String reason) implements Entry<A> {}
}

package dev.jclip.data;

import java.util.function.Function;

/**
 * One place in a data set: an image with what is known of it, or the reason why there is none.
 *
 * @param <A> what is known of an image
 */
public sealed interface Entry<A> {
  /** The entry's name in its data set. */
  String key();

  /** The same entry, with what a function makes of what is known of its image. */
  default <B> Entry<B> map(Function<? super A, B> function) {
    return switch (this) {
      case Example<A>(String key, byte[] image, A annotation) ->
          new Example<>(key, image, function.apply(annotation));
      case Skipped<A>(String key, String reason) -> new Skipped<>(key, reason);
    };
  }

  /**
   * An image.
   *
   * @param key its name in the data set, such as {@code shard.tar/0001} or a file's path
   * @param image the bytes of the image's file, not decoded
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

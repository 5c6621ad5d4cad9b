package dev.jclip.search.update;

import dev.jclip.embed.ImageReceiver;
import dev.jclip.image.RgbImage;
import dev.jclip.search.IndexModel;
import dev.jclip.search.Probes;
import java.util.Iterator;
import java.util.function.Function;

/** A model that embeds any number of images. */
public interface ImageEmbedder {
  /** The model whose vectors it makes. */
  IndexModel model();

  /** Vectors of texts and images that have nothing to do with queries. */
  Probes probes();

  /**
   * Reads an image.
   *
   * @throws dev.jclip.error.ImageException if the bytes are none
   */
  RgbImage decode(byte[] file, String name);

  /**
   * Embeds images, in order, with vectors of norm 1.
   *
   * @param reader called on any thread; throws {@link dev.jclip.error.ImageException} where there
   *     is no image
   * @param receiver called on this thread
   */
  <S> void embed(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> reader,
      ImageReceiver<? super S> receiver);
}

package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.Probes;
import dev.jclip.search.query.QueryVector.Kind;
import dev.jclip.search.query.QueryVector.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Queries that are put together as one is, with the same weights, of texts and images that have
 * nothing to do with it.
 *
 * @param probes of an index's probes
 * @param ofOwnPictures those with the collection's own images in place of the probes, where images
 *     belong to the query; none where texts alone do
 */
record UnrelatedQueries(List<float[]> probes, List<float[]> ofOwnPictures) {
  private static final int OWN_PICTURES = 112;

  /** Terms of the same kind are taken so far from one another that none is met twice. */
  private static final int STRIDE = 17;

  static UnrelatedQueries like(List<Part> parts, Probes probes, IndexSnapshot snapshot) {
    List<float[]> strangers = sums(parts, probes.texts(), probes.pictures());
    boolean textsAlone = parts.stream().allMatch(part -> part.kind() == Kind.TEXT);
    return new UnrelatedQueries(
        strangers, textsAlone ? List.of() : sums(parts, probes.texts(), ownPictures(snapshot)));
  }

  /** All but one of the probes, told by identity. */
  @SuppressWarnings("ReferenceEquality") // the very vector is meant, whatever others hold
  UnrelatedQueries without(float[] probe) {
    return new UnrelatedQueries(
        probes.stream().filter(other -> other != probe).toList(), ofOwnPictures);
  }

  /**
   * The similarity with an image that is worth nothing.
   *
   * <p>For texts it is the mean similarity of the tenth of the probes that is nearest to the image,
   * which tells images that are near to many texts: the penalty of cross-domain similarity local
   * scaling (CSLS; Conneau, Lample, Ranzato, Denoyer, Jégou, ICLR 2018, arXiv 1710.04087). Where
   * images belong to the query, it is the median of the probes and of what is put together with the
   * collection's own images: what is usual among those is not worth anything either, but the
   * nearest of them are alike by right.
   */
  double usual(float[] picture) {
    if (ofOwnPictures.isEmpty()) {
      return meanOfHighestTenth(similarities(probes.stream(), picture));
    }
    return LowerHalf.median(
        similarities(Stream.concat(probes.stream(), ofOwnPictures.stream()), picture));
  }

  private static double[] similarities(Stream<float[]> queries, float[] picture) {
    return queries.mapToDouble(query -> Embeddings.dot(query, picture)).toArray();
  }

  private static double meanOfHighestTenth(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int highest = Math.ceilDiv(sorted.length, 10);
    return Arrays.stream(sorted, sorted.length - highest, sorted.length).average().orElse(0);
  }

  private static List<float[]> sums(List<Part> parts, List<float[]> texts, List<float[]> pictures) {
    int count =
        parts.stream()
            .mapToInt(part -> (part.kind() == Kind.TEXT ? texts : pictures).size())
            .min()
            .orElseThrow();
    var sums = new ArrayList<float[]>();
    for (int i = 0; i < count; i++) {
      float[] sum = new float[0];
      for (int part = 0; part < parts.size(); part++) {
        List<float[]> of = parts.get(part).kind() == Kind.TEXT ? texts : pictures;
        float[] vector = of.get((i + part * STRIDE) % of.size());
        sum = part == 0 ? new float[vector.length] : sum;
        for (int value = 0; value < vector.length; value++) {
          sum[value] += (float) (parts.get(part).weight() * vector[value]);
        }
      }
      if (Embeddings.dot(sum, sum) > 0) {
        sums.add(Embeddings.normalize(sum));
      }
    }
    return List.copyOf(sums);
  }

  private static List<float[]> ownPictures(IndexSnapshot snapshot) {
    int[] ordinals = snapshot.ordinals().toArray();
    int step = Math.ceilDiv(ordinals.length, OWN_PICTURES);
    var vectors = new ArrayList<float[]>();
    for (int i = 0; i < ordinals.length; i += step) {
      vectors.add(snapshot.vector(ordinals[i]));
    }
    return vectors;
  }
}

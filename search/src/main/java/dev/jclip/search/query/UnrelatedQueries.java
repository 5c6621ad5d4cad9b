package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.Probes;
import dev.jclip.search.query.QueryVector.Kind;
import dev.jclip.search.query.QueryVector.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Queries that are put together as one is, with the same weights, of texts and pictures that have
 * nothing to do with it.
 *
 * @param probes of an index's probes
 * @param references those, and where pictures belong to the query, some with the collection's own
 *     pictures in their places: what is usual among them is not worth anything either
 */
record UnrelatedQueries(List<float[]> probes, List<float[]> references) {
  private static final int OWN_PICTURES = 112;

  /** Terms of the same kind are taken so far from one another that none is met twice. */
  private static final int STRIDE = 17;

  static UnrelatedQueries like(List<Part> parts, Probes probes, IndexSnapshot snapshot) {
    List<float[]> strangers = sums(parts, probes.texts(), probes.pictures());
    if (parts.stream().allMatch(part -> part.kind() == Kind.TEXT)) {
      return new UnrelatedQueries(strangers, strangers);
    }
    var references = new ArrayList<>(strangers);
    references.addAll(sums(parts, probes.texts(), ownPictures(snapshot)));
    return new UnrelatedQueries(strangers, List.copyOf(references));
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

package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes results one by one, so that each differs from those before: by maximal marginal relevance
 * (Carbonell, Goldstein, SIGIR 1998, doi 10.1145/290941.291025), and without near-duplicates.
 */
final class Selection {
  private final IndexSnapshot snapshot;
  private final SearchRequest request;

  Selection(IndexSnapshot snapshot, SearchRequest request) {
    this.snapshot = snapshot;
    this.request = request;
  }

  /** A candidate, and what it has in common with what is taken. */
  private static final class Candidate {
    final SearchHit hit;
    final float[] vector;
    double nearestTaken = -1;

    Candidate(SearchHit hit, float[] vector) {
      this.hit = hit;
      this.vector = vector;
    }
  }

  List<SearchHit> of(List<SearchHit> hits) {
    if (request.diversity() == 0 && request.duplicateSimilarity() > 1) {
      return hits;
    }
    var candidates = new ArrayList<Candidate>();
    hits.forEach(hit -> candidates.add(new Candidate(hit, snapshot.vector(hit.ordinal()))));
    var taken = new ArrayList<SearchHit>();
    while (!candidates.isEmpty() && taken.size() < request.offset() + request.count()) {
      Candidate best = best(candidates);
      candidates.remove(best);
      int before = candidates.size();
      candidates.removeIf(
          candidate ->
              Embeddings.dot(candidate.vector, best.vector) >= request.duplicateSimilarity());
      for (Candidate candidate : candidates) {
        candidate.nearestTaken =
            Math.max(candidate.nearestTaken, Embeddings.dot(candidate.vector, best.vector));
      }
      taken.add(
          new SearchHit(
              0,
              best.hit.ordinal(),
              best.hit.similarity(),
              best.hit.relevance(),
              before - candidates.size()));
    }
    return taken;
  }

  /** The first of equals, so that without diversity the order stays. */
  private Candidate best(List<Candidate> candidates) {
    if (request.diversity() == 0) {
      return candidates.getFirst();
    }
    Candidate best = candidates.getFirst();
    for (Candidate candidate : candidates) {
      if (value(candidate) > value(best)) {
        best = candidate;
      }
    }
    return best;
  }

  private double value(Candidate candidate) {
    return (1 - request.diversity()) * candidate.hit.similarity()
        - request.diversity() * candidate.nearestTaken;
  }
}

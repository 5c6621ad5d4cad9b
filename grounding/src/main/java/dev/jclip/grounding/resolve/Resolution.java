package dev.jclip.grounding.resolve;

import dev.jclip.grounding.calibration.Counts;
import dev.jclip.grounding.calibration.Priors;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.view.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a description may mean among what is seen.
 *
 * @param candidates the likeliest first
 * @param none the probability that nothing that is seen is meant
 */
public record Resolution(ObjectDescription description, List<Candidate> candidates, double none) {
  /** Copies the list. */
  public Resolution {
    candidates = List.copyOf(candidates);
  }

  /** How well a description fits an object, before the others are regarded. */
  record Fit(Sighting object, double probability, List<Reason> reasons) {}

  /**
   * Which object is meant, from how well each fits: an object that fits alone has the weight 1 of
   * that case, several that fit share theirs evenly, and that none fits is the last case.
   */
  static Resolution of(ObjectDescription description, List<Fit> fits, Priors priors) {
    double[] each = fits.stream().mapToDouble(Fit::probability).toArray();
    double none = priors.none() * Counts.distribution(each)[0];
    double[] meant = new double[each.length];
    double sum = none;
    for (int i = 0; i < each.length; i++) {
      double[] others = Counts.without(i, each);
      double share = others[0];
      for (int count = 1; count < others.length; count++) {
        share += priors.several() * others[count] / (count + 1);
      }
      meant[i] = each[i] * share;
      sum += meant[i];
    }
    var candidates = new ArrayList<Candidate>();
    for (int i = 0; i < each.length; i++) {
      Fit fit = fits.get(i);
      candidates.add(new Candidate(fit.object(), fit.probability(), meant[i] / sum, fit.reasons()));
    }
    candidates.sort(
        Comparator.comparingDouble(Candidate::probability)
            .reversed()
            .thenComparingInt(candidate -> candidate.object().id()));
    return new Resolution(description, candidates, none / sum);
  }
}

package dev.jclip.captioning.claim;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.TextEncoder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Compares the claims of captions with images. Safe for many threads at once if its encoder is. */
public final class ClaimChecker {
  /** How many wrong words of one caption are corrected. */
  private static final int CORRECTIONS = 3;

  private final TextEncoder texts;
  private final ClaimParser parser;
  private final ClaimCalibration calibration;

  /** Takes what embeds texts, into the space of the images' vectors. */
  public ClaimChecker(TextEncoder texts, ClaimParser parser, ClaimCalibration calibration) {
    this.texts = texts;
    this.parser = parser;
    this.calibration = calibration;
  }

  /**
   * Compares a caption's claims with an image.
   *
   * @param image of norm 1
   * @param caption any text
   */
  public CheckedCaption check(float[] image, String caption) {
    List<Claim> claims = parser.claims(caption);
    List<String> compared =
        claims.stream()
            .flatMap(
                claim -> Stream.concat(Stream.of(claim.statement()), claim.counters().stream()))
            .distinct()
            .toList();
    if (compared.isEmpty()) {
      return new CheckedCaption(caption, List.of());
    }
    List<float[]> vectors = texts.encodeTexts(compared);
    var similarities = new HashMap<String, Double>();
    for (int i = 0; i < vectors.size(); i++) {
      similarities.put(compared.get(i), Embeddings.dot(image, vectors.get(i)));
    }
    ToDoubleFunction<String> similarity = text -> Objects.requireNonNull(similarities.get(text));
    return new CheckedCaption(
        caption, claims.stream().map(claim -> checked(claim, similarity)).toList());
  }

  private CheckedClaim checked(Claim claim, ToDoubleFunction<String> similarity) {
    String nearest =
        claim.counters().stream().max(Comparator.comparingDouble(similarity)).orElseThrow();
    double margin = similarity.applyAsDouble(claim.statement()) - similarity.applyAsDouble(nearest);
    double confidence = calibration.confidence(claim.kind(), margin);
    return new CheckedClaim(claim, margin, nearest, confidence, calibration.supports(confidence));
  }

  /**
   * Exchanges unsupported words for those that fit the image better, one after the other, until all
   * claims are supported.
   *
   * @param checked what {@link #check} gave for the same image
   * @return empty if no exchange leads to a caption whose claims are all supported
   */
  public Optional<CheckedCaption> corrected(float[] image, CheckedCaption checked) {
    CheckedCaption current = checked;
    for (int i = 0; i < CORRECTIONS && !current.isSupported(); i++) {
      Optional<CheckedCaption> better = better(image, current);
      if (better.isEmpty()) {
        return Optional.empty();
      }
      current = better.get();
    }
    return Optional.of(current).filter(CheckedCaption::isSupported);
  }

  /**
   * Of the captions with one word exchanged, the one that fits best, if it fits better than the
   * caption itself.
   */
  private Optional<CheckedCaption> better(float[] image, CheckedCaption current) {
    return current.claims().stream()
        .filter(claim -> claim.claim().kind().hasWholeCaptions() && claim.margin() < 0)
        .map(CheckedClaim::nearest)
        .distinct()
        .map(caption -> check(image, caption))
        .max(Comparator.comparingDouble(ClaimChecker::fit))
        .filter(candidate -> fit(candidate) > fit(current));
  }

  /** How far all claims together are from being nearer than their counter-claims; 0 if they are. */
  private static double fit(CheckedCaption caption) {
    return caption.claims().stream().mapToDouble(claim -> Math.min(0, claim.margin())).sum();
  }
}

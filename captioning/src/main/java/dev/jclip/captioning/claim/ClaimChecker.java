package dev.jclip.captioning.claim;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.TextEncoder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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
    return check(image, List.of(caption)).getFirst();
  }

  /**
   * Compares the claims of several captions of an image, whose texts are embedded together.
   *
   * @param image of norm 1
   * @param captions any texts
   * @return for each what {@link #check(float[], String)} gives
   */
  public List<CheckedCaption> check(float[] image, List<String> captions) {
    return check(new Similarities(image), captions);
  }

  private List<CheckedCaption> check(Similarities similarities, List<String> captions) {
    List<List<Claim>> claims = captions.stream().map(parser::claims).toList();
    similarities.compare(
        claims.stream()
            .flatMap(List::stream)
            .flatMap(
                claim -> Stream.concat(Stream.of(claim.statement()), claim.counters().stream())));
    return IntStream.range(0, captions.size())
        .mapToObj(
            i ->
                new CheckedCaption(
                    captions.get(i),
                    claims.get(i).stream().map(claim -> checked(claim, similarities)).toList()))
        .toList();
  }

  /** How near texts are to one image; each is embedded once. For one thread. */
  private final class Similarities {
    private final float[] image;
    private final Map<String, Double> known = new HashMap<>();

    Similarities(float[] image) {
      this.image = image;
    }

    /** Compares those that are not known yet, all together. */
    void compare(Stream<String> statements) {
      List<String> unknown =
          statements.distinct().filter(text -> !known.containsKey(text)).toList();
      if (!unknown.isEmpty()) {
        List<float[]> vectors = texts.encodeTexts(unknown);
        for (int i = 0; i < vectors.size(); i++) {
          known.put(unknown.get(i), Embeddings.dot(image, vectors.get(i)));
        }
      }
    }

    double of(String text) {
      return Objects.requireNonNull(known.get(text), text);
    }
  }

  private CheckedClaim checked(Claim claim, Similarities similarities) {
    String nearest =
        claim.counters().stream().max(Comparator.comparingDouble(similarities::of)).orElseThrow();
    double margin = similarities.of(claim.statement()) - similarities.of(nearest);
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
    var similarities = new Similarities(image);
    for (int i = 0; i < CORRECTIONS && !current.isSupported(); i++) {
      Optional<CheckedCaption> better = better(similarities, current);
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
  private Optional<CheckedCaption> better(Similarities similarities, CheckedCaption current) {
    List<String> candidates =
        current.claims().stream()
            .filter(claim -> claim.claim().kind().hasWholeCaptions() && claim.margin() < 0)
            .map(CheckedClaim::nearest)
            .distinct()
            .toList();
    return check(similarities, candidates).stream()
        .max(Comparator.comparingDouble(ClaimChecker::fit))
        .filter(candidate -> fit(candidate) > fit(current));
  }

  /** How far all claims together are from being nearer than their counter-claims; 0 if they are. */
  private static double fit(CheckedCaption caption) {
    return caption.claims().stream().mapToDouble(claim -> Math.min(0, claim.margin())).sum();
  }
}

package dev.jclip.captioning.claim;

import dev.jclip.captioning.claim.Claim.Kind;
import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which margins claims of right captions have, as a model sees them. A claim's confidence is the
 * p-value of its margin among those of its kind (conformal prediction: Vovk, Gammerman and Shafer,
 * Algorithmic Learning in a Random World, 2005, section 2.2), and a caption loses a claim if the
 * confidence lies below a threshold that only a stated share of right captions falls short of.
 * Immutable; thread-safe.
 */
public final class ClaimCalibration {
  /** Margins are kept to six digits behind the point. */
  private static final double DIGITS = 1e6;

  private final Content content;
  private final Map<Kind, double[]> margins;

  /**
   * The file's content.
   *
   * @param space the fingerprint of the model's space, or empty if there is no model
   * @param captions how many right captions were measured
   * @param loss the share of right captions that may lose a claim
   * @param threshold the confidence that a claim needs
   * @param margins of each kind, rising
   */
  private record Content(
      String space,
      int captions,
      double loss,
      double threshold,
      Map<String, List<Double>> margins) {}

  private ClaimCalibration(Content content) {
    this.content = content;
    this.margins = new EnumMap<>(Kind.class);
    content
        .margins()
        .forEach(
            (kind, values) ->
                margins.put(
                    Kind.valueOf(kind),
                    values.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /**
   * Without any measurement: a claim is supported if it is nearer to the image than every
   * counter-claim.
   */
  public static ClaimCalibration uncalibrated() {
    return new ClaimCalibration(new Content("", 0, 0, 0.5, Map.of()));
  }

  /**
   * The measurement that comes with jclip for a model, if there is one: for the bundled model.
   *
   * @param space the fingerprint of the model's space
   */
  public static Optional<ClaimCalibration> shipped(String space) {
    try (InputStream in =
        Objects.requireNonNull(ClaimCalibration.class.getResourceAsStream("bundled.json"))) {
      var calibration = new ClaimCalibration(JsonMapper.shared().readValue(in, Content.class));
      return Optional.of(calibration).filter(found -> found.space().equals(Optional.of(space)));
    } catch (IOException e) {
      throw new IllegalStateException("the calibration of the bundled model cannot be read", e);
    }
  }

  /**
   * Measures on captions that are known to be right.
   *
   * @param space the fingerprint of the model's space
   * @param captions checked captions, at least one of which has claims
   * @param loss the share of right captions that may lose a claim, 0 to 1
   */
  public static ClaimCalibration of(String space, List<CheckedCaption> captions, double loss) {
    if (!(loss >= 0 && loss <= 1)) {
      throw new IllegalArgumentException("loss: expected 0 to 1, found " + loss);
    }
    var margins = new TreeMap<String, List<Double>>();
    for (Kind kind : Kind.values()) {
      List<Double> values =
          captions.stream()
              .flatMap(caption -> caption.claims().stream())
              .filter(claim -> claim.claim().kind() == kind)
              .map(claim -> Math.round(claim.margin() * DIGITS) / DIGITS)
              .sorted()
              .toList();
      if (!values.isEmpty()) {
        margins.put(kind.name(), values);
      }
    }
    var open = new ClaimCalibration(new Content(space, captions.size(), loss, 0, margins));
    double[] confidences =
        captions.stream()
            .filter(caption -> !caption.claims().isEmpty())
            .mapToDouble(caption -> open.confidence(caption.claims()))
            .sorted()
            .toArray();
    if (confidences.length == 0) {
      throw new IllegalArgumentException("expected captions with claims, found none");
    }
    double threshold =
        confidences[(int) Math.min(confidences.length - 1L, (long) (loss * confidences.length))];
    return new ClaimCalibration(new Content(space, captions.size(), loss, threshold, margins));
  }

  private double confidence(List<CheckedClaim> claims) {
    return claims.stream()
        .mapToDouble(claim -> confidence(claim.claim().kind(), claim.margin()))
        .min()
        .orElse(1);
  }

  /**
   * The share of right claims of a kind whose margin is no larger; without a measurement 1 or 0 by
   * the margin's sign.
   */
  double confidence(Kind kind, double margin) {
    double[] known = margins.get(kind);
    if (known == null) {
      return margin >= 0 ? 1 : 0;
    }
    int at = Arrays.binarySearch(known, margin);
    int upTo = at < 0 ? -at - 1 : at + 1;
    while (upTo < known.length && known[upTo] == margin) {
      upTo++;
    }
    return (1.0 + upTo) / (1.0 + known.length);
  }

  boolean supports(double confidence) {
    return confidence >= content.threshold();
  }

  /** The confidence that a claim needs, 0 to 1. */
  public double threshold() {
    return content.threshold();
  }

  /** The space of the model that was measured; empty without a measurement. */
  public Optional<String> space() {
    return content.space().isEmpty() ? Optional.empty() : Optional.of(content.space());
  }

  /**
   * Writes a file of JSON.
   *
   * @throws DataException if it cannot be written
   */
  public void write(Path file) {
    try {
      AtomicFile.tryWrite(file, JsonMapper.shared().writeValueAsBytes(content));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + IoReason.of(e), e);
    }
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws DataException if it cannot be read, or is no calibration
   */
  public static ClaimCalibration read(Path file) {
    try {
      return new ClaimCalibration(
          JsonMapper.shared().readValue(Files.readAllBytes(file), Content.class));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + IoReason.of(e), e);
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new DataException(
          file + ": is no calibration of claims; write it again by measuring known captions", e);
    }
  }
}

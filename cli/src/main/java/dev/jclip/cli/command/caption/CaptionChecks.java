package dev.jclip.cli.command.caption;

import dev.jclip.captioning.claim.CheckedCaption;
import dev.jclip.captioning.claim.ClaimChecker;
import java.util.List;
import java.util.Optional;

/** Chooses the caption that an image supports. For one thread. */
final class CaptionChecks {
  private final ClaimChecker checker;

  CaptionChecks(ClaimChecker checker) {
    this.checker = checker;
  }

  /**
   * The first caption whose claims are all supported, or else the first that can be corrected, or
   * else the first.
   *
   * @param image of norm 1
   * @param captions the best first; one or more
   */
  Described of(float[] image, List<String> captions) {
    List<CheckedCaption> checked = checker.check(image, captions);
    List<CheckedCaption> supported = checked.stream().filter(CheckedCaption::isSupported).toList();
    if (!supported.isEmpty()) {
      return new Described(
          supported.getFirst(),
          Optional.empty(),
          supported.stream().skip(1).map(CheckedCaption::text).toList());
    }
    for (CheckedCaption caption : checked) {
      Optional<CheckedCaption> corrected = checker.corrected(image, caption);
      if (corrected.isPresent()) {
        return Described.alone(corrected.get(), Optional.of(caption.text()));
      }
    }
    return Described.alone(checked.getFirst(), Optional.empty());
  }
}

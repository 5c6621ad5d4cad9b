package dev.jclip.cli.command.caption;

import dev.jclip.Clip;
import dev.jclip.captioning.claim.CheckedCaption;
import dev.jclip.captioning.claim.ClaimCalibration;
import dev.jclip.captioning.claim.ClaimChecker;
import dev.jclip.captioning.claim.ClaimParser;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.data.CaptionedSet;
import dev.jclip.data.Entry;
import dev.jclip.error.DataException;
import dev.jclip.error.ImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** Checks the captions that a data set has. For one thread. */
final class GivenCaptions {
  private final Clip clip;
  private final CaptionedSet set;
  private final Answers answers;
  private int images;
  private int failed;

  GivenCaptions(Clip clip, CaptionedSet set, Answers answers) {
    this.clip = clip;
    this.set = set;
    this.answers = answers;
  }

  /** Prints each caption with what is to be said of it, and returns the exit code. */
  int check(ClaimCalibration calibration) {
    var checks = new CaptionChecks(new ClaimChecker(clip, ClaimParser.english(), calibration));
    each(
        (key, vector, caption) -> {
          Described described = checks.of(vector, List.of(caption));
          var fields = new LinkedHashMap<String, Object>();
          fields.put("input", key);
          fields.putAll(described.fields());
          answers.give(fields, key + "  " + described.row());
        });
    return ExitCode.of(images, failed);
  }

  /** Measures the claims of all captions, which are right, and returns the exit code. */
  int measure(Path file, double loss) {
    var checker = new ClaimChecker(clip, ClaimParser.english(), ClaimCalibration.uncalibrated());
    var checked = new ArrayList<CheckedCaption>();
    each((_, vector, caption) -> checked.add(checker.check(vector, caption)));
    long claims = checked.stream().mapToLong(caption -> caption.claims().size()).sum();
    if (claims == 0) {
      throw new DataException(
          set.name()
              + ": expected captions that name things, colours or numbers, found none in "
              + checked.size());
    }
    ClaimCalibration calibration = ClaimCalibration.of(clip.spaceFingerprint(), checked, loss);
    calibration.write(file);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("captions", checked.size());
    fields.put("claims", claims);
    fields.put("threshold", calibration.threshold());
    answers.give(
        fields,
        "%s: measured %d claims of %d captions; a claim is doubted below a confidence of %.4f"
            .formatted(file, claims, checked.size(), calibration.threshold()));
    return ExitCode.of(images, failed);
  }

  /** Hears of each caption that a data set has. */
  private interface Receiver {
    void caption(String key, float[] image, String caption);
  }

  private void each(Receiver receiver) {
    try (Stream<Entry<List<String>>> entries = set.examples().stream()) {
      entries.forEach(
          entry -> {
            images++;
            switch (entry) {
              case Entry.Example<List<String>> example -> each(example, receiver);
              case Entry.Skipped<List<String>> skipped -> failed(skipped.key(), skipped.reason());
            }
          });
    }
  }

  private void each(Entry.Example<List<String>> example, Receiver receiver) {
    try {
      float[] vector = clip.encodeImage(clip.decode(example.image(), example.key()));
      example.annotation().forEach(caption -> receiver.caption(example.key(), vector, caption));
    } catch (ImageException e) {
      failed(example.key(), String.valueOf(e.getMessage()));
    }
  }

  private void failed(String key, String reason) {
    failed++;
    answers.skip("input", key, reason);
  }
}

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
import java.util.function.BiConsumer;
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

  /** Prints each image's first caption with what is to be said of it, and returns the exit code. */
  int check(ClaimCalibration calibration) {
    var checks = new CaptionChecks(new ClaimChecker(clip, ClaimParser.english(), calibration));
    each(
        (example, vector) -> {
          Described described = checks.of(vector, List.of(example.annotation().getFirst()));
          var fields = new LinkedHashMap<String, Object>();
          fields.put("input", example.key());
          fields.putAll(described.fields());
          answers.give(fields, example.key() + "  " + described.row());
        });
    return ExitCode.of(images, failed);
  }

  /** Measures the claims of all captions, which are right, and returns the exit code. */
  int measure(Path file, double loss) {
    var checker = new ClaimChecker(clip, ClaimParser.english(), ClaimCalibration.uncalibrated());
    var checked = new ArrayList<CheckedCaption>();
    each((example, vector) -> checked.add(checker.check(vector, example.annotation().getFirst())));
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

  private void each(BiConsumer<Entry.Example<List<String>>, float[]> receiver) {
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

  private void each(
      Entry.Example<List<String>> example,
      BiConsumer<Entry.Example<List<String>>, float[]> receiver) {
    try {
      float[] vector = clip.encodeImage(clip.decode(example.image(), example.key()));
      receiver.accept(example, vector);
    } catch (ImageException e) {
      failed(example.key(), String.valueOf(e.getMessage()));
    }
  }

  private void failed(String key, String reason) {
    failed++;
    answers.skip("input", key, reason);
  }
}

package dev.jclip.cli.command.moderate;

import dev.jclip.Clip;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.digest.Sha256;
import dev.jclip.error.DataException;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import dev.jclip.image.file.PictureFile;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.decision.EmbeddingReceiver;
import dev.jclip.moderation.decision.ExaminationOptions;
import dev.jclip.moderation.decision.ImageEmbedder;
import dev.jclip.moderation.decision.Judge;
import dev.jclip.moderation.learn.Learned;
import dev.jclip.moderation.learn.LearnedFile;
import dev.jclip.moderation.learn.Learner;
import dev.jclip.moderation.learn.Quality;
import dev.jclip.moderation.learn.ReviewedImages;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.score.CategoryCalibration;
import dev.jclip.moderation.score.CategoryScorer;
import dev.jclip.moderation.score.EmbeddedView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Learns a policy's categories from reviewed images, and writes what is better beside it. */
final class Learning {
  private final Clip clip;
  private final Judge judge;
  private final ExaminationOptions options;
  private final OutputOptions output;
  private final Answers answers;

  /** The SHA-256 of each image that was read. */
  private final Map<Path, String> digests = new ConcurrentHashMap<>();

  private int skipped;

  Learning(
      Clip clip, Judge judge, ExaminationOptions options, OutputOptions output, Answers answers) {
    this.clip = clip;
    this.judge = judge;
    this.options = options;
    this.output = output;
    this.answers = answers;
  }

  /**
   * Learns from a table and returns the exit code.
   *
   * @param file where what was learned is written
   * @throws DataException if nothing can be learned of any category
   */
  int learn(Path table, Learner learner, Path file) {
    List<Reviews.Review> reviews =
        Reviews.read(
            table, judge.scorer().policy().categories().stream().map(Category::name).toList());
    Map<Path, EmbeddedImage> images = embedded(reviews);
    var data = new Sha256();
    var entries = new LinkedHashMap<String, LearnedFile.Entry>();
    var reasons = new ArrayList<String>();
    int learned = 0;
    for (CategoryScorer scorer : judge.scorer().categories()) {
      Category category = scorer.category();
      List<Reviews.Review> its =
          reviews.stream()
              .filter(review -> review.category().equals(category.name()))
              .filter(review -> images.containsKey(review.image()))
              .toList();
      if (reviews.stream().noneMatch(review -> review.category().equals(category.name()))) {
        continue;
      }
      its = once(its);
      its.forEach(
          review ->
              data.add(category.name()).add(digest(review)).add(review.belongs() ? "yes" : "no"));
      var reviewed =
          new ReviewedImages(
              its.stream()
                  .map(
                      review ->
                          image(
                              scorer,
                              Objects.requireNonNull(images.get(review.image())),
                              review.belongs()))
                  .toList());
      try {
        Learned found = learner.learn(reviewed);
        learned++;
        give(category.name(), reviewed, found);
        if (found.isBetter()) {
          entries.put(category.name(), LearnedFile.Entry.of(category, found.head()));
        }
      } catch (DataException e) {
        skipped++;
        reasons.add("%s: category %s: %s".formatted(table, category.name(), e.getMessage()));
        answers.warn("not learned: " + reasons.getLast());
      }
    }
    if (learned == 0) {
      throw new DataException(reasons.getFirst());
    }
    new LearnedFile(clip.spaceFingerprint(), options.tiling().scales(), data.hex(), entries)
        .write(file);
    answers.note(
        "%s: %d of %d categories are judged by what was learned"
            .formatted(file, entries.size(), learned));
    return skipped > 0 ? ExitCode.SKIPPED_SOME : ExitCode.DONE;
  }

  /** Each image is embedded once, in however many categories it was reviewed. */
  private Map<Path, EmbeddedImage> embedded(List<Reviews.Review> reviews) {
    List<Path> files = reviews.stream().map(Reviews.Review::image).distinct().toList();
    var images = new HashMap<Path, EmbeddedImage>();
    try (Progress progress = output.progress("embed", files.size())) {
      new ImageEmbedder(clip, options)
          .embed(
              files.iterator(),
              this::read,
              new EmbeddingReceiver<Path>() {
                @Override
                public void embedded(Path file, EmbeddedImage image) {
                  images.put(file, image);
                  progress.advance(1);
                }

                @Override
                public void failed(Path file, ImageException reason) {
                  skipped++;
                  answers.skip("input", file.toString(), String.valueOf(reason.getMessage()));
                  progress.advance(1);
                }
              });
    }
    return images;
  }

  private RgbImage read(Path file) {
    byte[] content = PictureFile.content(file);
    digests.put(file, ImageDigest.of(content));
    return clip.decode(content, file.toString());
  }

  private String digest(Reviews.Review review) {
    return digests.getOrDefault(review.image(), "");
  }

  /** The same image twice would be learned from in one fold and measured with in another. */
  private List<Reviews.Review> once(List<Reviews.Review> reviews) {
    var kept = new LinkedHashMap<String, Reviews.Review>();
    for (Reviews.Review review : reviews) {
      Reviews.Review before = kept.putIfAbsent(digest(review), review);
      if (before != null && before.belongs() != review.belongs()) {
        throw new DataException(
            "%s: label: expected that of the same image before (%s), found the other one"
                .formatted(review.place(), before.place()));
      }
    }
    return List.copyOf(kept.values());
  }

  private ReviewedImages.Image image(
      CategoryScorer scorer, EmbeddedImage embedded, boolean belongs) {
    List<EmbeddedView> views = judge.views(embedded);
    return new ReviewedImages.Image(
        views.getFirst().embedding(),
        scorer.category().concepts().isEmpty()
            ? 0
            : scorer.excess(views, CategoryCalibration.WEIGHT_WITH_EXAMPLES),
        scorer.find(views).score().probability(),
        belongs);
  }

  private void give(String name, ReviewedImages reviewed, Learned learned) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("category", name);
    fields.put("yes", reviewed.positive());
    fields.put("no", reviewed.negative());
    fields.put("sentences", learned.sentences());
    fields.put("learned", learned.heldOut());
    fields.put("taken", learned.isBetter());
    answers.give(
        fields,
        "%s: %d yes, %d no%n  sentences  %s%n  learned    %s%n  %s"
            .formatted(
                name,
                reviewed.positive(),
                reviewed.negative(),
                text(learned.sentences()),
                text(learned.heldOut()),
                learned.isBetter()
                    ? "taken"
                    : "not taken, since the sentences are as good or better on held-out images"));
  }

  private static String text(Quality quality) {
    return String.format(
        Locale.ROOT,
        "AUC %.3f (%.3f to %.3f), calibration error %.3f, log loss %.3f",
        quality.auc(),
        quality.low(),
        quality.high(),
        quality.calibrationError(),
        quality.logLoss());
  }
}

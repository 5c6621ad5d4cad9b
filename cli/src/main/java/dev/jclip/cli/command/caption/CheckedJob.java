package dev.jclip.cli.command.caption;

import dev.jclip.Captioner;
import dev.jclip.Captioner.Caption;
import dev.jclip.Clip;
import dev.jclip.captioning.alttext.AltTextException;
import dev.jclip.captioning.reading.ReadingException;
import dev.jclip.captioning.reading.TextReader;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes images some together, checks each one's captions, and writes what needs no person. For
 * one thread.
 */
final class CheckedJob implements Captioner.Receiver<CheckedJob.Seen> {
  private final Clip clip;
  private final CaptionChecks checks;
  private final AltTextOptions altText;
  private final TextReader reader;
  private final Answers answers;
  private final Progress progress;
  private int images;
  private int failed;

  /** An image from when it is decoded until its captions are checked. */
  static final class Seen {
    private final Input input;
    private volatile @Nullable RgbImage image;

    private Seen(Input input) {
      this.input = input;
    }
  }

  CheckedJob(
      Clip clip, CaptionChecks checks, AltTextOptions altText, Answers answers, Progress progress) {
    this.clip = clip;
    this.checks = checks;
    this.altText = altText;
    this.reader = altText.reader();
    this.answers = answers;
    this.progress = progress;
  }

  /** Answers each image, and returns the exit code. */
  int run(Captioner captioner, Iterator<Input> inputs) {
    Iterator<Seen> sources =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return inputs.hasNext();
          }

          @Override
          public Seen next() {
            return new Seen(inputs.next());
          }
        };
    captioner.captions(sources, this::decode, this);
    return ExitCode.of(images, failed);
  }

  private RgbImage decode(Seen seen) {
    RgbImage image = clip.decode(seen.input.content(), seen.input.name());
    seen.image = image;
    return image;
  }

  @Override
  public void captioned(Seen seen, List<Caption> captions) {
    List<String> texts = captions.stream().map(Caption::text).toList();
    List<String> ordered = altText.purpose().map(purpose -> purpose.ordered(texts)).orElse(texts);
    RgbImage image = Objects.requireNonNull(seen.image, "an image with captions was decoded");
    try {
      Described described = checks.of(clip.encodeImage(image), ordered);
      answer(seen.input, described.withLines(reader.read(image)));
      advance();
    } catch (AltTextException | ReadingException e) {
      skip(seen, e.getMessage());
    }
  }

  @Override
  public void failed(Seen seen, ImageException reason) {
    skip(seen, reason.getMessage());
  }

  private void skip(Seen seen, @Nullable String reason) {
    failed++;
    answers.skip("input", seen.input.name(), String.valueOf(reason));
    advance();
  }

  private void advance() {
    images++;
    progress.advance(1);
  }

  private void answer(Input input, Described described) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("input", input.name());
    String row = input.name() + "  ";
    if (altText.purpose().isPresent()) {
      var worded = new Worded(altText.purpose().get(), described);
      fields.putAll(worded.fields(altText.language()));
      row += worded.row();
    } else {
      fields.putAll(described.fields());
      row += described.row();
    }
    if (altText.writes() && described.checked().isSupported()) {
      String outcome = write(input, described);
      fields.put("altText", outcome);
      row += "  [" + outcome + "]";
    }
    answers.give(fields, row);
  }

  private String write(Input input, Described described) {
    if (!(input instanceof Input.Picture picture)) {
      throw new AltTextException(
          input.name()
              + ": expected a file to write the text into or beside, found an image inside another file");
    }
    return altText
        .write(clip, picture.file(), described)
        .name()
        .toLowerCase(Locale.ROOT)
        .replace('_', ' ');
  }
}

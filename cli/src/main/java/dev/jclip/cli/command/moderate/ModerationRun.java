package dev.jclip.cli.command.moderate;

import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.decision.ModerationReceiver;
import dev.jclip.moderation.decision.Moderator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Moderates the images of a command line, and hands on one answer for each. For one thread. */
final class ModerationRun implements ModerationReceiver<Input> {
  private final Clip clip;
  private final Moderator moderator;
  private final ModerationAnswers answers;
  private final Progress progress;
  private final Optional<Recorder> recorder;

  /** The SHA-256 of the images that are read and not yet decided about. */
  private final Map<Input, String> digests = new ConcurrentHashMap<>();

  private int images;
  private int failed;

  ModerationRun(
      Clip clip,
      Moderator moderator,
      ModerationAnswers answers,
      Progress progress,
      Optional<Recorder> recorder) {
    this.clip = clip;
    this.moderator = moderator;
    this.answers = answers;
    this.progress = progress;
    this.recorder = recorder;
  }

  /** Decides about all inputs and returns the exit code. */
  int decide(Iterator<Input> inputs) {
    moderator.decide(inputs, this::read, this);
    return ExitCode.of(images, failed);
  }

  private RgbImage read(Input input) {
    byte[] content = input.content();
    if (recorder.isPresent()) {
      digests.put(input, ImageDigest.of(content));
    }
    return clip.decode(content, input.name());
  }

  @Override
  public void decided(Input input, Decision decision, EmbeddedImage embedded) {
    recorder.ifPresent(
        kept -> kept.keep(input.name(), digests.getOrDefault(input, ""), decision, embedded));
    digests.remove(input);
    answers.image(input.name(), decision);
    images++;
    progress.advance(1);
  }

  @Override
  public void failed(Input input, ImageException reason) {
    images++;
    failed++;
    digests.remove(input);
    answers.failed(input.name(), String.valueOf(reason.getMessage()));
    progress.advance(1);
  }
}

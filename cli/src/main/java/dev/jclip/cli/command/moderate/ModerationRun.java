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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Moderates the images of a command line, and tells the listeners of each. For one thread. */
final class ModerationRun implements ModerationReceiver<Input> {
  private final Clip clip;
  private final Moderator moderator;
  private final Function<RgbImage, byte[]> preview;
  private final List<DecisionListener> listeners;
  private final Progress progress;

  /** The images that are read and not yet decided about; one may be named twice. */
  private final Map<Input, SeenImage> seen = Collections.synchronizedMap(new IdentityHashMap<>());

  private int images;
  private int failed;

  /**
   * A run of which each listener hears, one after the other.
   *
   * @param preview makes a small copy of an image
   */
  ModerationRun(
      Clip clip,
      Moderator moderator,
      Function<RgbImage, byte[]> preview,
      List<DecisionListener> listeners,
      Progress progress) {
    this.clip = clip;
    this.moderator = moderator;
    this.preview = preview;
    this.listeners = List.copyOf(listeners);
    this.progress = progress;
  }

  /** Decides about all inputs and returns the exit code. */
  int decide(Iterator<Input> inputs) {
    moderator.decide(inputs, this::read, this);
    listeners.forEach(DecisionListener::finished);
    return ExitCode.of(images, failed);
  }

  private RgbImage read(Input input) {
    byte[] content = input.content();
    RgbImage image = clip.decode(content, input.name());
    seen.put(input, new SeenImage(input, ImageDigest.of(content), preview.apply(image)));
    return image;
  }

  @Override
  public void decided(Input input, Decision decision, EmbeddedImage embedded) {
    SeenImage image = Objects.requireNonNull(seen.remove(input), "it was read");
    listeners.forEach(listener -> listener.decided(image, decision, embedded));
    images++;
    progress.advance(1);
  }

  @Override
  public void failed(Input input, ImageException reason) {
    images++;
    failed++;
    seen.remove(input);
    String message = String.valueOf(reason.getMessage());
    listeners.forEach(listener -> listener.failed(input, message));
    progress.advance(1);
  }
}

package dev.jclip.cli.input;

import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import java.util.Iterator;
import java.util.List;

/**
 * Embeds many images and hands on one answer for each, in order; an image that cannot be read does
 * not end the run. For one thread.
 */
public final class Pictures {
  private final Clip clip;

  /** Uses a model. */
  public Pictures(Clip clip) {
    this.clip = clip;
  }

  /** Hears of each image. */
  public interface Receiver {
    /** An image's embedding, of norm 1. */
    void embedded(String name, float[] embedding);

    /** An image that was skipped, and why. */
    void failed(String name, String reason);
  }

  /** Embeds all inputs and returns how many failed. */
  public int encode(List<Input> inputs, Progress progress, Receiver receiver) {
    return encode(inputs.iterator(), progress, receiver);
  }

  /** Embeds inputs as they are asked for and returns how many failed. */
  public int encode(Iterator<Input> inputs, Progress progress, Receiver receiver) {
    var answers = new CountedAnswers(progress, receiver);
    clip.encodeImages(inputs, this::decode, answers);
    return answers.failed;
  }

  private RgbImage decode(Input input) {
    return clip.decode(input.content(), input.name());
  }

  private static final class CountedAnswers implements ImageReceiver<Input> {
    private final Progress progress;
    private final Receiver receiver;
    private int failed;

    CountedAnswers(Progress progress, Receiver receiver) {
      this.progress = progress;
      this.receiver = receiver;
    }

    @Override
    public void encoded(Input input, float[] embedding) {
      receiver.embedded(input.name(), embedding);
      progress.advance(1);
    }

    @Override
    public void failed(Input input, ImageException reason) {
      failed++;
      receiver.failed(input.name(), String.valueOf(reason.getMessage()));
      progress.advance(1);
    }
  }
}

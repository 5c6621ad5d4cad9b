package dev.jclip.cli;

import dev.jclip.Clip;
import dev.jclip.cli.Inputs.Input;
import dev.jclip.error.ImageException;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes many pictures in batches and hands on one answer for each, in order; a picture that
 * cannot be read does not end the run. For one thread.
 */
public final class Pictures {
  private final Clip clip;
  private final int batchSize;

  /** Uses a model, so many pictures at a time. */
  public Pictures(Clip clip, int batchSize) {
    this.clip = clip;
    this.batchSize = batchSize;
  }

  /** Hears of each picture. */
  public interface Receiver {
    /** A picture's embedding, of norm 1. */
    void embedded(String name, float[] embedding);

    /** A picture that was skipped, and why. */
    void failed(String name, String reason);
  }

  private sealed interface Read {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Image(String name, float[] pixels) implements Read {}

    record Failure(String name, String reason) implements Read {}
  }

  /** Encodes all inputs and returns how many failed. */
  public int encode(List<Input> inputs, Progress progress, Receiver receiver) {
    int failed = 0;
    for (int from = 0; from < inputs.size(); from += batchSize) {
      int to = Math.min(inputs.size(), from + batchSize);
      failed += encodeBatch(inputs.subList(from, to), receiver);
      progress.advance(to - from);
    }
    return failed;
  }

  private int encodeBatch(List<Input> inputs, Receiver receiver) {
    List<Read> read = inputs.stream().map(this::read).toList();
    var images = new ArrayList<float[]>();
    for (Read one : read) {
      if (one instanceof Read.Image(String _, float[] pixels)) {
        images.add(pixels);
      }
    }
    var embeddings = clip.encodePixels(images).iterator();
    for (Read one : read) {
      switch (one) {
        case Read.Image(String name, float[] _) -> receiver.embedded(name, embeddings.next());
        case Read.Failure(String name, String reason) -> receiver.failed(name, reason);
      }
    }
    return read.size() - images.size();
  }

  private Read read(Input input) {
    return switch (input) {
      case Input.Picture picture -> {
        try {
          yield new Read.Image(picture.name(), clip.preprocess(clip.decode(picture.file())));
        } catch (ImageException e) {
          yield new Read.Failure(picture.name(), String.valueOf(e.getMessage()));
        }
      }
      case Input.Nothing nothing -> new Read.Failure(nothing.name(), nothing.reason());
    };
  }
}

package dev.jclip.cli.command.detect;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.ImageException;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Looks through images, some at a time; one that cannot be read does not end the run. */
final class DetectJob {
  /** How many images are taken together at most: all of them are in memory as they are shown. */
  static final int TOGETHER = 4;

  private final ObjectSearch search;
  private final ImageDecoder decoder;
  private final int together;

  DetectJob(ObjectSearch search, ImageDecoder decoder, int together) {
    this.search = search;
    this.decoder = decoder;
    this.together = together;
  }

  /** An input after an attempt to read it. */
  private sealed interface Attempt {
    record Read(Input input, RgbImage image) implements Attempt {}

    record Failed(Input input, ImageException reason) implements Attempt {}
  }

  /** Looks through all, and says what the process returns. */
  int run(Iterator<Input> inputs, FoundListener listener, Answers answers, Progress progress) {
    int images = 0;
    int read = 0;
    while (inputs.hasNext()) {
      var part = new ArrayList<Input>();
      while (part.size() < together && inputs.hasNext()) {
        part.add(inputs.next());
      }
      List<Attempt> attempts = part.parallelStream().map(this::attempt).toList();
      Iterator<List<FoundObject>> found = search.find(images(attempts)).iterator();
      for (Attempt attempt : attempts) {
        images++;
        switch (attempt) {
          case Attempt.Read(Input input, RgbImage image) -> {
            read++;
            listener.found(new FoundImage(read, input.name(), image, found.next()));
          }
          case Attempt.Failed(Input input, ImageException reason) ->
              answers.skip("input", input.name(), String.valueOf(reason.getMessage()));
        }
        progress.advance(1);
      }
    }
    return ExitCode.of(images, images - read);
  }

  private Attempt attempt(Input input) {
    try {
      return new Attempt.Read(input, decoder.decode(input.content(), input.name()));
    } catch (ImageException e) {
      return new Attempt.Failed(input, e);
    }
  }

  private static List<RgbImage> images(List<Attempt> attempts) {
    var images = new ArrayList<RgbImage>();
    for (Attempt attempt : attempts) {
      if (attempt instanceof Attempt.Read(Input _, RgbImage image)) {
        images.add(image);
      }
    }
    return images;
  }
}

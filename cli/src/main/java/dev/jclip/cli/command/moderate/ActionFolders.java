package dev.jclip.cli.command.moderate;

import static dev.jclip.cli.command.moderate.ModerationAnswers.lowerCase;

import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.InnerName;
import dev.jclip.cli.output.Jpeg;
import dev.jclip.cli.output.Png;
import dev.jclip.error.DataException;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import dev.jclip.image.file.ImageFiles;
import dev.jclip.io.IoReason;
import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.view.Box;
import dev.jclip.moderation.view.ImageEdits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts each image into the folder of its action, under the name that it has on the command line. An
 * image that shall be blurred is written with the regions blurred that caused the decision, or all
 * of it where no region did. For one thread.
 */
final class ActionFolders implements DecisionListener {
  private static final Set<String> JPEG = Set.of("jpg", "jpeg");
  private static final float QUALITY = 0.92f;

  private final NewFiles files;
  private final Clip clip;
  private final Policy policy;
  private final Originals originals;
  private final Answers answers;

  private int missed;

  /** What becomes of an image's own file once its copy is in place. */
  @FunctionalInterface
  interface Originals {
    /** They stay as they are. */
    Originals KEPT = _ -> {};

    /** They are deleted, so that the image has moved. */
    Originals MOVED = Files::deleteIfExists;

    void copied(Path file) throws IOException;
  }

  ActionFolders(Path folder, Clip clip, Policy policy, Originals originals, Answers answers) {
    files = new NewFiles(folder);
    this.clip = clip;
    this.policy = policy;
    this.originals = originals;
    this.answers = answers;
  }

  /** How many images were decided about and gone when they were to be copied. */
  int missed() {
    return missed;
  }

  @Override
  public void decided(SeenImage image, Decision decision, EmbeddedImage embedded) {
    try {
      if (decision.action() == Action.BLUR) {
        blur(image.input(), decision, embedded.boxes().getFirst());
      } else {
        copy(image.input(), decision.action());
      }
    } catch (ImageException e) {
      missed++;
      answers.warn("not copied: " + e.getMessage());
    }
  }

  /** What cannot be read cannot be blurred: where the policy says so, it is blocked. */
  @Override
  public void failed(Input input, String reason) {
    try {
      copy(input, policy.onFailure() == Action.BLUR ? Action.BLOCK : policy.onFailure());
    } catch (ImageException _) {
      // there is no file, as the answer says
    }
  }

  private void copy(Input input, Action action) {
    try {
      files.write(Path.of(lowerCase(action)).resolve(InnerName.of(input.name())), input.content());
      if (input instanceof Input.Picture picture) {
        originals.copied(picture.file());
      }
    } catch (IOException e) {
      throw cannotBeWritten(input, e);
    }
  }

  private void blur(Input input, Decision decision, Box whole) {
    RgbImage image = clip.decode(input.content(), input.name());
    for (Box box : blurred(decision, whole)) {
      image = ImageEdits.blur(image, box);
    }
    Path name = InnerName.of(input.name());
    boolean jpeg = JPEG.contains(ImageFiles.extension(name));
    boolean png = ImageFiles.extension(name).equals("png");
    try {
      files.write(
          Path.of(lowerCase(Action.BLUR))
              .resolve(jpeg || png ? name : name.resolveSibling(name.getFileName() + ".png")),
          jpeg
              ? Jpeg.encode(image.toBufferedImage(), QUALITY)
              : Png.encode(image.toBufferedImage()));
    } catch (IOException e) {
      throw cannotBeWritten(input, e);
    }
  }

  private static List<Box> blurred(Decision decision, Box whole) {
    List<Optional<Box>> regions =
        decision.hits().stream()
            .filter(hit -> hit.action() == Action.BLUR)
            .map(CategoryDecision::region)
            .toList();
    return regions.stream().allMatch(Optional::isPresent)
        ? regions.stream().flatMap(Optional::stream).toList()
        : List.of(whole);
  }

  private DataException cannotBeWritten(Input input, IOException failure) {
    return new DataException(
        "%s: %s: cannot be written: %s"
            .formatted(files.folder(), input.name(), IoReason.of(failure)),
        failure);
  }
}

package dev.jclip.cli.command.moderate;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.video.SceneCutter;
import dev.jclip.moderation.video.SceneDecision;
import org.jspecify.annotations.Nullable;

/** Gives one answer for each scene of a video. For one thread. */
final class SceneAnswers implements DecisionListener {
  private final Frames frames;
  private final SceneCutter cutter;
  private final ModerationAnswers answers;

  private @Nullable SceneDecision<Input> scene;
  private int scenes;

  SceneAnswers(Frames frames, SceneCutter cutter, ModerationAnswers answers) {
    this.frames = frames;
    this.cutter = cutter;
    this.answers = answers;
  }

  @Override
  public void decided(SeenImage frame, Decision decision, EmbeddedImage embedded) {
    boolean cuts = cutter.cutsBefore(embedded.views().getFirst());
    SceneDecision<Input> current = scene;
    if (current != null && !cuts) {
      current.add(frame.input(), decision);
      return;
    }
    finished();
    scene = new SceneDecision<>(frame.input(), decision);
  }

  /** A frame that cannot be read is in no scene; what is done with it is said at once. */
  @Override
  public void failed(Input frame, String reason) {
    answers.failed(frame, reason);
  }

  /** Gives the answer for the scene that has ended. */
  @Override
  public void finished() {
    SceneDecision<Input> ended = scene;
    if (ended != null) {
      scenes++;
      answers.scene(scenes, ended, frames.seconds(ended.first()), frames.seconds(ended.last()));
      scene = null;
    }
  }
}

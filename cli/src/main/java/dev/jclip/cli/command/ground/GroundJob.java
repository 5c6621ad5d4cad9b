package dev.jclip.cli.command.ground;

import dev.jclip.Clip;
import dev.jclip.Detector;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.ImageException;
import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.UtteranceJson;
import dev.jclip.grounding.dialogue.Dialogue;
import dev.jclip.grounding.reply.EnglishReplies;
import dev.jclip.grounding.reply.Replies;
import dev.jclip.grounding.resolve.Alternatives;
import dev.jclip.grounding.resolve.Geometry;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.view.AttributeJudge;
import dev.jclip.grounding.view.ClipAttributes;
import dev.jclip.grounding.view.ImageView;
import dev.jclip.image.RgbImage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Holds the same conversations over each of many images. */
final class GroundJob {
  /** What a thing is looked for as that is not called by a noun. */
  private static final String ANYTHING = "object";

  private final Clip clip;
  private final dev.jclip.grounding.view.Detector detector;
  private final AttributeJudge judge;
  private final Resolver resolver;
  private final Answers answers;
  private final Optional<Annotations> annotations;
  private final Replies replies = new EnglishReplies();

  GroundJob(
      Clip clip,
      Detector detector,
      Calibration calibration,
      Answers answers,
      Optional<Annotations> annotations) {
    this.clip = clip;
    this.detector = new WordDetector(detector);
    this.judge = new ClipAttributes(clip);
    this.resolver = new Resolver(calibration, Alternatives.ENGLISH, Geometry.DEFAULT);
    this.answers = answers;
    this.annotations = annotations;
  }

  /** Returns the exit code of a run over images, of which one that cannot be read is skipped. */
  int run(Iterator<Input> inputs, List<List<Said>> conversations, Progress progress) {
    List<String> nouns = nouns(conversations);
    int images = 0;
    int failed = 0;
    while (inputs.hasNext()) {
      Input input = inputs.next();
      images++;
      try {
        // What will be asked for is looked for together, since that takes no longer than one noun.
        RgbImage image = clip.decode(input.content(), input.name());
        var view = new ImageView(image, detector, judge, nouns);
        view.everything();
        Optional<Annotations.OfImage> drawn =
            annotations.map(folder -> folder.begin(input.name(), image));
        conversations.forEach(conversation -> hold(conversation, input.name(), view, drawn));
      } catch (ImageException e) {
        failed++;
        answers.skip("input", input.name(), String.valueOf(e.getMessage()));
      }
      progress.advance(1);
    }
    return ExitCode.of(images, failed);
  }

  private static List<String> nouns(List<List<Said>> conversations) {
    Stream<String> said =
        conversations.stream()
            .flatMap(List::stream)
            .flatMap(Said::utterance)
            .flatMap(utterance -> UtteranceJson.tree(utterance).findValues("category").stream())
            .map(JsonNode::asString);
    return Stream.concat(said, Stream.of(ANYTHING)).distinct().toList();
  }

  private void hold(
      List<Said> conversation, String input, ImageView view, Optional<Annotations.OfImage> drawn) {
    var dialogue = new Dialogue(resolver);
    var reporter = new TurnReporter(replies, view);
    for (Said said : conversation) {
      if (said.understanding() instanceof Understood understood) {
        TurnReport report = reporter.of(dialogue.say(understood.utterance(), view));
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("input", input);
        fields.putAll(said.fields(understood));
        fields.putAll(report.fields());
        answers.give(fields, row(input, said, report));
        drawn.ifPresent(turns -> turns.add(said.words(), report));
      }
    }
  }

  private static String row(String input, Said said, TurnReport report) {
    String indented = System.lineSeparator() + "  ";
    return input + "  " + said.words() + indented + String.join(indented, report.rows());
  }
}

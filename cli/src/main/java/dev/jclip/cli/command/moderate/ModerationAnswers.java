package dev.jclip.cli.command.moderate;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.output.Answers;
import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.video.SceneDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is printed of decisions. JSON has the members of OpenAI's moderation answers ({@code
 * flagged}, {@code categories}, {@code category_scores}, {@code category_applied_input_types}), and
 * beside them {@code decisions} with the reasons, whose names have a parent before a slash.
 */
final class ModerationAnswers implements DecisionListener {
  private final Answers answers;
  private final Policy policy;

  ModerationAnswers(Answers answers, Policy policy) {
    this.answers = answers;
    this.policy = policy;
  }

  @Override
  public void decided(SeenImage image, Decision decision, EmbeddedImage embedded) {
    give("input", image.name(), "image", decision);
  }

  /**
   * A scene of a video.
   *
   * @param number from 1
   * @param start the time of its first frame, in seconds
   * @param end that of its last one
   */
  void scene(int number, SceneDecision<Input> scene, double start, double end) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("scene", number);
    fields.put("start", start);
    fields.put("end", end);
    fields.put("frames", scene.frames());
    fields.put("worst", scene.worst().name());
    fields.putAll(members("image", scene.decision()));
    String name =
        String.format(
            Locale.ROOT,
            "scene %d, %.2f to %.2f s, %d frames, worst %s",
            number,
            start,
            end,
            scene.frames(),
            scene.worst().name());
    answers.give(fields, row(name, scene.decision()));
  }

  void text(String text, Decision decision) {
    give("text", text, "text", decision);
  }

  /** An image about which nothing was decided, and what the policy says of such images. */
  @Override
  public void failed(Input input, String reason) {
    String action = lowerCase(policy.onFailure());
    var fields = new LinkedHashMap<String, Object>();
    fields.put("input", input.name());
    fields.put("error", reason);
    fields.put("action", action);
    answers.give(fields, "%s  %s  not decided".formatted(action, input.name()));
    answers.warn("not decided: " + reason);
  }

  private void give(String kind, String name, String inputType, Decision decision) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put(kind, name);
    fields.putAll(members(inputType, decision));
    answers.give(fields, row(name, decision));
  }

  private static Map<String, Object> members(String inputType, Decision decision) {
    var flags = new LinkedHashMap<String, Object>();
    var scores = new LinkedHashMap<String, Object>();
    var types = new LinkedHashMap<String, Object>();
    var reasons = new ArrayList<Map<String, Object>>();
    for (CategoryDecision category : decision.categories()) {
      flags.put(category.name(), category.isHit());
      scores.put(category.name(), category.probability());
      types.put(category.name(), List.of(inputType));
      if (category.isHit()) {
        reasons.add(reason(category));
      }
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("action", lowerCase(decision.action()));
    fields.put("flagged", decision.flagged());
    fields.put("categories", flags);
    fields.put("category_scores", scores);
    fields.put("category_applied_input_types", types);
    fields.put("decisions", reasons);
    return fields;
  }

  private static Map<String, Object> reason(CategoryDecision category) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", category.name());
    int slash = category.name().lastIndexOf('/');
    fields.put("parent", slash < 0 ? "" : category.name().substring(0, slash));
    fields.put("confidence", category.probability());
    fields.put("threshold", category.threshold());
    fields.put("severity", lowerCase(category.severity()));
    fields.put("action", lowerCase(category.action()));
    fields.put("learned", category.learned());
    category.sentence().ifPresent(sentence -> fields.put("sentence", sentence));
    category
        .region()
        .ifPresent(
            box -> fields.put("region", List.of(box.x(), box.y(), box.width(), box.height())));
    category
        .stability()
        .ifPresent(
            stability -> {
              fields.put("stable", stability.stable());
              fields.put("minimum", stability.minimum());
              fields.put("maximum", stability.maximum());
            });
    return fields;
  }

  private static String row(String name, Decision decision) {
    var row = new StringBuilder("%s  %s".formatted(lowerCase(decision.action()), name));
    for (CategoryDecision hit : decision.hits()) {
      row.append(
          String.format(
              Locale.ROOT,
              "%n  %s  %.1f %% (threshold %.1f %%)",
              hit.name(),
              100 * hit.probability(),
              100 * hit.threshold()));
      if (hit.learned()) {
        row.append("  learned");
      }
      hit.sentence().ifPresent(sentence -> row.append("  \"").append(sentence).append('"'));
      hit.region()
          .ifPresent(
              box ->
                  row.append(
                      "  at %d,%d, %dx%d".formatted(box.x(), box.y(), box.width(), box.height())));
      hit.stability()
          .filter(stability -> !stability.stable())
          .ifPresent(
              stability ->
                  row.append(
                      String.format(
                          Locale.ROOT,
                          "  unstable: %.1f to %.1f %%",
                          100 * stability.minimum(),
                          100 * stability.maximum())));
    }
    return row.toString();
  }

  /** How a constant of a policy is written. */
  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

package dev.jclip.cli.command.moderate;

import static dev.jclip.cli.command.moderate.ModerationAnswers.lowerCase;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.output.GradualFile;
import dev.jclip.cli.output.Html;
import dev.jclip.cli.output.Preview;
import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.view.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page with all decisions of a run: one file that loads nothing, in which images are blurred
 * until somebody clicks on them. For one thread; close it.
 */
final class HtmlReport implements DecisionListener, AutoCloseable {
  private final GradualFile page;
  private final Policy policy;

  /**
   * Begins a page.
   *
   * @throws dev.jclip.error.DataException if it cannot be written
   */
  HtmlReport(Path file, Policy policy) {
    this.policy = policy;
    page = new GradualFile(file);
    page.write(
        Html.resource(HtmlReport.class, "report-head.html")
            .replace("{{policy}}", Html.escaped(policy.name()))
            .replace(
                "{{categories}}",
                policy.categories().stream()
                    .map(category -> option(category.name()))
                    .collect(Collectors.joining())));
  }

  private static String option(String name) {
    return "<option>%s</option>".formatted(Html.escaped(name));
  }

  @Override
  public void decided(SeenImage image, Decision decision, EmbeddedImage embedded) {
    Box whole = embedded.boxes().getFirst();
    page.write(
        figure(
            lowerCase(decision.action()),
            decision.hits(),
            decision.categories(),
            "<button type=\"button\" aria-pressed=\"false\" title=\"Show clearly\"><span><img alt=\"\" src=\"%s\">%s</span></button>"
                .formatted(
                    Preview.address(image.preview()),
                    decision.hits().stream()
                        .flatMap(hit -> hit.region().stream())
                        .map(region -> box(region, whole))
                        .collect(Collectors.joining())),
            image.name(),
            decision.hits().stream().map(HtmlReport::reason).collect(Collectors.joining())));
  }

  @Override
  public void failed(Input input, String reason) {
    page.write(
        figure(
            lowerCase(policy.onFailure()),
            List.of(),
            List.of(),
            "",
            input.name(),
            "<li>not decided: %s</li>".formatted(Html.escaped(reason))));
  }

  private static String figure(
      String action,
      List<CategoryDecision> hits,
      List<CategoryDecision> categories,
      String picture,
      String name,
      String reasons) {
    String scores =
        JsonMapper.shared()
            .writeValueAsString(
                categories.stream()
                    .collect(
                        Collectors.toMap(CategoryDecision::name, CategoryDecision::probability)));
    String names =
        JsonMapper.shared().writeValueAsString(hits.stream().map(CategoryDecision::name).toList());
    return "<figure class=\"%s\" data-action=\"%s\" data-hits=\"%s\" data-scores=\"%s\">%s<figcaption><b>%s</b> %s<ul>%s</ul></figcaption></figure>%n"
        .formatted(
            action,
            action,
            Html.escaped(names),
            Html.escaped(scores),
            picture,
            action,
            Html.escaped(name),
            reasons);
  }

  /** The frame of a region, in shares of the image. */
  private static String box(Box region, Box whole) {
    return String.format(
        Locale.ROOT,
        "<i style=\"left:%.2f%%;top:%.2f%%;width:%.2f%%;height:%.2f%%\"></i>",
        100.0 * region.x() / whole.width(),
        100.0 * region.y() / whole.height(),
        100.0 * region.width() / whole.width(),
        100.0 * region.height() / whole.height());
  }

  private static String reason(CategoryDecision hit) {
    return String.format(
        Locale.ROOT,
        "<li>%s %.1f %% (threshold %.1f %%)%s%s</li>",
        Html.escaped(hit.name()),
        100 * hit.probability(),
        100 * hit.threshold(),
        hit.learned() ? ", learned" : "",
        hit.sentence().map(sentence -> ": " + Html.escaped(sentence)).orElse(""));
  }

  /** Puts the page in its place. */
  @Override
  public void finished() {
    page.write(Html.resource(HtmlReport.class, "report-foot.html"));
    page.finish();
  }

  @Override
  public void close() {
    page.close();
  }
}

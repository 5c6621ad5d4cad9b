package dev.jclip.cli.command.moderate;

import static dev.jclip.cli.command.moderate.ModerationAnswers.lowerCase;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.output.Html;
import dev.jclip.cli.output.Jpeg;
import dev.jclip.error.DataException;
import dev.jclip.image.RgbImage;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import dev.jclip.moderation.decision.CategoryDecision;
import dev.jclip.moderation.decision.Decision;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.view.Box;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page with all decisions of a run: one file that loads nothing, in which images are blurred
 * until somebody clicks on them. It is written beside its name while the run goes on, and is there
 * under its name once it is complete. For one thread; close it.
 */
final class HtmlReport implements DecisionListener, AutoCloseable {
  private static final int SIDE = 240;
  private static final float QUALITY = 0.8f;

  private final Path file;
  private final Path temporary;
  private final Policy policy;
  private final BufferedWriter out;

  /**
   * Begins a page.
   *
   * @throws DataException if it cannot be written
   */
  HtmlReport(Path file, Policy policy) {
    this.file = file;
    this.policy = policy;
    temporary = AtomicFile.temporaryBeside(file.toAbsolutePath());
    try {
      out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
    write(
        resource("report-head.html")
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

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A small copy of an image, as a JPEG file. */
  static byte[] preview(RgbImage image) {
    double scale = Math.min(1, (double) SIDE / Math.max(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(image.width() * scale));
    int height = Math.max(1, (int) Math.round(image.height() * scale));
    var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image.toBufferedImage(), 0, 0, width, height, null);
    graphics.dispose();
    return Jpeg.encode(small, QUALITY);
  }

  @Override
  public void decided(SeenImage image, Decision decision, EmbeddedImage embedded) {
    Box whole = embedded.boxes().getFirst();
    write(
        figure(
            lowerCase(decision.action()),
            decision.hits(),
            decision.categories(),
            "<button type=\"button\" aria-pressed=\"false\" title=\"Show clearly\"><span><img alt=\"\" src=\"data:image/jpeg;base64,%s\">%s</span></button>"
                .formatted(
                    Base64.getEncoder().encodeToString(image.preview()),
                    decision.hits().stream()
                        .flatMap(hit -> hit.region().stream())
                        .map(region -> box(region, whole))
                        .collect(Collectors.joining())),
            image.name(),
            decision.hits().stream().map(HtmlReport::reason).collect(Collectors.joining())));
  }

  @Override
  public void failed(Input input, String reason) {
    write(
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

  private void write(String html) {
    try {
      out.write(html);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  /** Puts the page in its place. */
  @Override
  public void finished() {
    write(resource("report-foot.html"));
    try {
      out.close();
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }

  private DataException cannotBeWritten(IOException failure) {
    return new DataException(
        "%s: cannot be written: %s".formatted(file, IoReason.of(failure)), failure);
  }

  /** Leaves nothing of a page that is not finished. */
  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw cannotBeWritten(e);
    }
  }
}

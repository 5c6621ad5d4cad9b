package dev.jclip.cli.command.caption;

import dev.jclip.captioning.site.Describer;
import dev.jclip.captioning.site.Proposal;
import dev.jclip.captioning.site.Proposal.Kind;
import dev.jclip.captioning.site.ReviewFile;
import dev.jclip.captioning.site.Site;
import dev.jclip.captioning.site.SiteEdit;
import dev.jclip.captioning.site.SiteReview;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.image.RgbImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Proposes alternative texts for a web site, and writes those that were accepted. */
final class SiteJob {
  private final Site site;
  private final Answers answers;
  private final List<String> failures = new ArrayList<>();

  SiteJob(Path folder, Answers answers) {
    this.site = Site.open(folder);
    this.answers = answers;
  }

  /**
   * Proposes a text for each image without one, and returns the exit code.
   *
   * @param decoder decodes an image's file for a report
   */
  int propose(Describer describer, Function<Path, RgbImage> decoder, SiteOptions options) {
    List<Path> pages = site.pages();
    List<Proposal> proposals = new SiteReview(site, describer).proposals(pages, this::failed);
    proposals.forEach(this::print);
    options.review().ifPresent(file -> ReviewFile.write(file, proposals));
    options.report().ifPresent(file -> new SiteReport(site, decoder).write(file, proposals));
    long texts = proposals.stream().filter(proposal -> proposal.kind() == Kind.TEXT).count();
    answers.note(
        "%d images without an alternative text: %d described, %d for a person or left alone; no page was changed"
            .formatted(proposals.size(), texts, proposals.size() - texts));
    return ExitCode.of(pages.size(), failures.size());
  }

  private void print(Proposal proposal) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("page", proposal.page().toString());
    fields.put("line", proposal.line());
    fields.put("source", proposal.source());
    fields.put("kind", proposal.kind().name().toLowerCase(Locale.ROOT));
    fields.put("alt", proposal.text());
    fields.put("confidence", proposal.confidence());
    fields.put("reason", proposal.reason());
    String said =
        proposal.reason().isEmpty()
            ? proposal.text()
            : proposal.text() + "  (" + proposal.reason() + ")";
    answers.give(
        fields,
        "%s:%d  %s  %s: %s"
            .formatted(
                proposal.page(),
                proposal.line(),
                proposal.source(),
                proposal.kind().name().toLowerCase(Locale.ROOT),
                said.strip()));
  }

  /** Writes the accepted rows of a reviewed table into the pages, and returns the exit code. */
  int apply(Path reviewed) {
    int written = new SiteEdit(site).apply(ReviewFile.read(reviewed), this::failed);
    var fields = new LinkedHashMap<String, Object>();
    fields.put("written", written);
    answers.give(fields, written + " images have an alternative text now");
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.SKIPPED_SOME;
  }

  private void failed(String reason) {
    failures.add(reason);
    answers.warn(reason);
  }
}

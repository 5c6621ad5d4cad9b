package dev.jclip.cli.command.moderate;

import dev.jclip.Clip;
import dev.jclip.cli.option.OptionSection;
import dev.jclip.cli.output.Answers;
import dev.jclip.moderation.policy.Policy;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is made of the images once they are decided about. */
@OptionSection("Outcome")
final class OutcomeOptions {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write a page with all decisions about images, HTML: one file that loads nothing, with small copies that are blurred until they are clicked on.")
  private @Nullable Path report;

  @Option(
      names = "--action-dir",
      paramLabel = "FOLDER",
      description =
          "Copy each image into FOLDER/ACTION, under the name that it has here; those to blur with the regions that caused it blurred, or all of them where no region did.")
  private @Nullable Path folder;

  @Option(
      names = "--move",
      description =
          "With --action-dir: move images instead of copying them. Those that are blurred stay too.")
  private boolean move;

  Optional<HtmlReport> report(Policy policy) {
    return Optional.ofNullable(report).map(file -> new HtmlReport(file, policy));
  }

  Optional<ActionFolders> folders(Clip clip, Policy policy, Answers answers) {
    return Optional.ofNullable(folder)
        .map(
            path ->
                new ActionFolders(
                    path,
                    clip,
                    policy,
                    move ? ActionFolders.Originals.MOVED : ActionFolders.Originals.KEPT,
                    answers));
  }

  /** Refuses options that have no meaning by themselves. */
  void check() {
    if (move && folder == null) {
      throw new IllegalArgumentException("--move: expected --action-dir with it, found none");
    }
  }
}

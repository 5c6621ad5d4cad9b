package dev.jclip.cli.command.eval;

import dev.jclip.Clip;
import dev.jclip.data.CaptionedOptions;
import dev.jclip.data.CaptionedSets;
import dev.jclip.data.DescribedSet.Description;
import dev.jclip.digest.Sha256;
import dev.jclip.eval.report.EvaluatedModel;
import dev.jclip.eval.task.CaptionSource;
import dev.jclip.eval.task.CaptionSource.Candidates;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** Captions that files hold, judged by one model. */
final class CandidateFiles implements CaptionSubject {
  /** What jclip caption says of a caption that it does not stand for. */
  private static final String NEEDS_PERSON = "needsPerson";

  private final Clip judge;
  private Map<String, Description> captions = Map.of();

  CandidateFiles(Clip judge) {
    this.judge = judge;
  }

  @Override
  public EvaluatedModel open(String file) {
    captions =
        CaptionedSets.captions(Path.of(file), CaptionedOptions.defaults(), Set.of(NEEDS_PERSON));
    return new EvaluatedModel("captions", judge, () -> {});
  }

  @Override
  public CaptionSource captions() {
    Map<String, Description> all = captions;
    Map<String, Optional<Description>> byName = byName(all);
    return (_, keys) -> {
      var found = new HashMap<String, String>();
      var withheld = new HashSet<String>();
      for (String key : keys) {
        Optional<Description> caption =
            Optional.ofNullable(all.get(key))
                .or(() -> byName.getOrDefault(name(key), Optional.empty()));
        if (caption.filter(CandidateFiles::needsPerson).isPresent()) {
          withheld.add(key);
        } else {
          caption
              .map(Description::captions)
              .map(CandidateFiles::first)
              .ifPresent(text -> found.put(key, text));
        }
      }
      return new Candidates(found, withheld);
    };
  }

  private static boolean needsPerson(Description caption) {
    JsonNode said = caption.fields().get(NEEDS_PERSON);
    return BooleanNode.TRUE.equals(said);
  }

  private static String first(List<String> texts) {
    return texts.isEmpty() ? "" : texts.getFirst();
  }

  /** By file names without folders and endings; nothing where two images have the same. */
  private static Map<String, Optional<Description>> byName(Map<String, Description> captions) {
    var byName = new HashMap<String, Optional<Description>>();
    captions.forEach(
        (image, caption) ->
            byName.merge(name(image), Optional.of(caption), (_, _) -> Optional.empty()));
    return byName;
  }

  private static String name(String image) {
    String file = image.substring(Math.max(image.lastIndexOf('/'), image.lastIndexOf('\\')) + 1);
    return file.replaceFirst("\\.[A-Za-z]{3,4}$", "");
  }

  @Override
  public Map<String, String> asked() {
    var digest = new Sha256();
    captions.forEach((image, caption) -> digest.add(image).add(caption.toString()));
    return Map.of("candidates", digest.hex());
  }
}

package dev.jclip.cli.command.eval;

import dev.jclip.Clip;
import dev.jclip.data.CaptionedOptions;
import dev.jclip.data.CaptionedSets;
import dev.jclip.digest.Sha256;
import dev.jclip.eval.report.EvaluatedModel;
import dev.jclip.eval.task.CaptionSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Captions that files hold, judged by one model. */
final class CandidateFiles implements CaptionSubject {
  private final Clip judge;
  private Map<String, String> captions = Map.of();

  CandidateFiles(Clip judge) {
    this.judge = judge;
  }

  @Override
  public EvaluatedModel open(String file) {
    var first = new LinkedHashMap<String, String>();
    CaptionedSets.captions(Path.of(file), CaptionedOptions.defaults())
        .forEach((image, texts) -> first.put(image, texts.isEmpty() ? "" : texts.getFirst()));
    captions = first;
    return new EvaluatedModel("captions", judge, () -> {});
  }

  @Override
  public CaptionSource captions() {
    Map<String, String> all = captions;
    Map<String, Optional<String>> byName = byName(all);
    return (_, keys) -> {
      var found = new HashMap<String, String>();
      for (String key : keys) {
        Optional.ofNullable(all.get(key))
            .or(() -> byName.getOrDefault(name(key), Optional.empty()))
            .ifPresent(caption -> found.put(key, caption));
      }
      return found;
    };
  }

  /** By file names without folders and endings; nothing where two images have the same. */
  private static Map<String, Optional<String>> byName(Map<String, String> captions) {
    var byName = new HashMap<String, Optional<String>>();
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
    captions.forEach((image, caption) -> digest.add(image).add(caption));
    return Map.of("candidates", digest.hex());
  }
}

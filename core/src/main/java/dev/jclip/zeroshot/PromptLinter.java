package dev.jclip.zeroshot;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageTextEncoder;
import dev.jclip.zeroshot.PromptWarning.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks for prompts that will cost accuracy, before they do. Immutable and thread-safe. */
public final class PromptLinter {
  /** Cosine from which two labels count as nearly the same. */
  public static final double NEAR_DUPLICATE = 0.98;

  private final ImageTextEncoder encoder;
  private final Predicate<String> truncated;

  /**
   * Creates the linter.
   *
   * @param encoder embeds the labels
   * @param truncated whether a text is longer than the model's context
   */
  public PromptLinter(ImageTextEncoder encoder, Predicate<String> truncated) {
    this.encoder = encoder;
    this.truncated = truncated;
  }

  /** Checks labels and raw templates, which need not have a place for the label. */
  public List<PromptWarning> lint(List<String> labels, List<String> templates) {
    List<String> checked = Labels.checked(labels);
    var warnings = new ArrayList<PromptWarning>();
    var usable = new ArrayList<String>();
    for (String template : templates) {
      if (PromptTemplates.hasPlaceholder(template)) {
        usable.add(template);
      } else {
        warnings.add(
            new PromptWarning(
                Kind.NO_PLACEHOLDER,
                "template \"%s\": no {} where the label goes, so every label gives this same prompt"
                    .formatted(template)));
      }
    }
    if (!usable.isEmpty()) {
      var placed = new PromptTemplates(usable);
      warnings.addAll(lintLengths(checked, placed));
      warnings.addAll(nearDuplicates(ZeroShotClassifier.of(encoder, checked, placed)));
    }
    return List.copyOf(warnings);
  }

  private List<PromptWarning> lintLengths(List<String> labels, PromptTemplates templates) {
    return labels.stream()
        .flatMap(label -> templates.fill(label).stream())
        .filter(truncated)
        .map(
            prompt ->
                new PromptWarning(
                    Kind.TRUNCATED,
                    "prompt \"%s\": longer than the model's context, its end is not seen; shorten it"
                        .formatted(prompt)))
        .toList();
  }

  /** The pairs of a classifier's labels that have nearly the same embedding; embeds nothing. */
  public static List<PromptWarning> nearDuplicates(ZeroShotClassifier classifier) {
    List<String> labels = classifier.labels();
    List<float[]> embeddings = classifier.labelEmbeddings();
    var warnings = new ArrayList<PromptWarning>();
    for (int a = 0; a < labels.size(); a++) {
      for (int b = a + 1; b < labels.size(); b++) {
        double similarity = Embeddings.dot(embeddings.get(a), embeddings.get(b));
        if (similarity >= NEAR_DUPLICATE) {
          warnings.add(
              new PromptWarning(
                  Kind.NEAR_DUPLICATE_LABELS,
                  "labels \"%s\" and \"%s\": their prompts have cosine %.3f, so the model can hardly tell them apart; word them differently or merge them"
                      .formatted(labels.get(a), labels.get(b), similarity)));
        }
      }
    }
    return warnings;
  }
}

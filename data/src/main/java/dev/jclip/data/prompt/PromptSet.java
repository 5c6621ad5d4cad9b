package dev.jclip.data.prompt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to say of classes. */
public sealed interface PromptSet {
  /**
   * Sentences for every class.
   *
   * @param templates at least one, each with {@code {c}} or {@code {}} for the class name
   */
  record Templates(List<String> templates) implements PromptSet {
    /** Copies the list. */
    public Templates {
      templates = List.copyOf(templates);
    }
  }

  /**
   * Sentences of a class's own (CuPL, arXiv 2209.03320).
   *
   * @param prompts by class name, at least one each; the name may stand as {@code {c}} in them
   */
  record PerClass(Map<String, List<String>> prompts) implements PromptSet {
    /** Copies the map and keeps its order. */
    public PerClass {
      var copy = new LinkedHashMap<String, List<String>>();
      prompts.forEach((name, sentences) -> copy.put(name, List.copyOf(sentences)));
      prompts = Collections.unmodifiableMap(copy);
    }
  }
}

package dev.jclip.eval.task;

import dev.jclip.zeroshot.PromptTemplates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The sentences that stand for each class.
 *
 * @param perClass for each class, in order, one prompt or more
 * @param aligned whether the j-th prompts of all classes come from one template
 */
public record ClassPrompts(List<List<String>> perClass, boolean aligned) {
  /** Copies the lists and checks that each class has a prompt. */
  public ClassPrompts {
    perClass = perClass.stream().map(List::copyOf).toList();
    for (int c = 0; c < perClass.size(); c++) {
      if (perClass.get(c).isEmpty()) {
        throw new IllegalArgumentException(
            "prompts of class %d: expected one or more, found none".formatted(c));
      }
    }
  }

  /** Each class's name in all templates. */
  public static ClassPrompts of(List<String> classNames, PromptTemplates templates) {
    return new ClassPrompts(classNames.stream().map(templates::fill).toList(), true);
  }

  /**
   * Prompts written for each class, as by CuPL (arXiv 2209.03320).
   *
   * @throws IllegalArgumentException if a class has none; the message names them all
   */
  public static ClassPrompts of(List<String> classNames, Map<String, List<String>> prompts) {
    var missing = new HashSet<>(classNames);
    missing.removeAll(prompts.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "prompts: expected some for each class, found none for %s"
              .formatted(String.join(", ", missing.stream().sorted().toList())));
    }
    return new ClassPrompts(classNames.stream().map(prompts::get).toList(), false);
  }

  /** The most variants that all classes have. */
  int variants() {
    return perClass.stream().mapToInt(List::size).min().orElse(0);
  }

  List<String> all() {
    return perClass.stream().flatMap(List::stream).toList();
  }

  /** Makes one thing of each class's share of a list with one element a prompt. */
  <T, R> List<R> grouped(List<T> ofPrompts, Function<List<T>, R> function) {
    var groups = new ArrayList<R>();
    int from = 0;
    for (List<String> prompts : perClass) {
      groups.add(function.apply(ofPrompts.subList(from, from + prompts.size())));
      from += prompts.size();
    }
    return groups;
  }
}

package dev.jclip.eval.task;

import dev.jclip.zeroshot.PromptTemplates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The prompts of each class.
 *
 * @param perClass for each class, in the order of the classes, one or more prompts
 * @param aligned whether the j-th prompts of all classes come from the same template
 */
public record ClassPrompts(List<List<String>> perClass, boolean aligned) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a class has no prompt
   */
  public ClassPrompts {
    perClass = perClass.stream().map(List::copyOf).toList();
    for (int c = 0; c < perClass.size(); c++) {
      if (perClass.get(c).isEmpty()) {
        throw new IllegalArgumentException(
            "prompts of class %d: expected one or more, found none".formatted(c));
      }
    }
  }

  /** Makes the prompts by putting each class name into each template. */
  public static ClassPrompts of(List<String> classNames, PromptTemplates templates) {
    return new ClassPrompts(classNames.stream().map(templates::fill).toList(), true);
  }

  /**
   * Takes prompts that were written for each class, as in CuPL (arXiv 2209.03320).
   *
   * @param classNames the names of the classes, in their order
   * @param prompts the prompts of each class, by its name
   * @throws IllegalArgumentException if a class has no prompts; the message names all such classes
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

  /** Returns the minimum number of prompts of a class. */
  int variants() {
    return perClass.stream().mapToInt(List::size).min().orElse(0);
  }

  /** Returns all prompts, class after class. */
  List<String> all() {
    return perClass.stream().flatMap(List::stream).toList();
  }

  /**
   * Applies a function to the elements of each class.
   *
   * @param ofPrompts one element for each prompt, in the order of {@link #all}
   * @return one result for each class
   */
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

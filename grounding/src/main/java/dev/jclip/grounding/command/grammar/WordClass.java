package dev.jclip.grounding.command.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words and phrases of one kind, each with its basic form. */
final class WordClass {
  private final Map<String, List<Form>> byFirstWord = new HashMap<>();

  private record Form(List<String> words, String value) {}

  /** A phrase that stands in a sentence. */
  record Found(int end, String value) {}

  /** Adds a way to say something. */
  void add(String phrase, String value) {
    List<String> words = List.of(phrase.split(" ", -1));
    byFirstWord
        .computeIfAbsent(words.getFirst(), first -> new ArrayList<>())
        .add(new Form(words, value));
  }

  /** The phrases that begin at a token. */
  List<Found> at(List<Token> tokens, int start) {
    if (start >= tokens.size()) {
      return List.of();
    }
    var found = new ArrayList<Found>();
    for (Form form : byFirstWord.getOrDefault(tokens.get(start).word(), List.of())) {
      int end = start + form.words().size();
      if (end <= tokens.size() && matches(form.words(), tokens.subList(start, end))) {
        found.add(new Found(end, form.value()));
      }
    }
    return found;
  }

  private static boolean matches(List<String> words, List<Token> tokens) {
    for (int i = 0; i < words.size(); i++) {
      if (!words.get(i).equals(tokens.get(i).word())) {
        return false;
      }
    }
    return true;
  }

  /** All words of all phrases. */
  List<String> words() {
    return byFirstWord.values().stream()
        .flatMap(List::stream)
        .flatMap(form -> form.words().stream())
        .toList();
  }
}

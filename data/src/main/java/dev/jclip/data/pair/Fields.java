package dev.jclip.data.pair;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The cells of a row, or the fields of a record, that captions are made of. */
record Fields(Map<String, List<String>> texts) implements Annotations {
  @Override
  public List<String> text(String name) {
    return texts.getOrDefault(name, List.of());
  }

  @Override
  public List<String> field(String name) {
    return text(name);
  }

  @Override
  public String found() {
    var filled = new TreeSet<>(texts.keySet());
    filled.removeIf(name -> text(name).isEmpty());
    return filled.isEmpty() ? "none" : "only " + String.join(", ", filled);
  }
}

package dev.jclip.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names of runs that tell them apart. */
final class RunLabels {
  private static final int LONGEST = 12;

  private RunLabels() {}

  /**
   * A name of each run: its model, and where another run has the same model, data set and task, the
   * options in which they differ, or else its place among them.
   */
  static List<String> of(List<RunRecord> records) {
    return IntStream.range(0, records.size()).mapToObj(i -> label(records, i)).toList();
  }

  private static String label(List<RunRecord> records, int index) {
    RunRecord record = records.get(index);
    List<RunRecord> rivals = records.stream().filter(other -> sameCell(record, other)).toList();
    if (rivals.size() == 1) {
      return record.fullName();
    }
    String differences = differences(record, rivals);
    long twins =
        rivals.stream().filter(other -> differences(other, rivals).equals(differences)).count();
    long place =
        1
            + records.subList(0, index).stream()
                .filter(other -> sameCell(record, other))
                .filter(other -> differences(other, rivals).equals(differences))
                .count();
    var parts = new ArrayList<String>();
    if (!differences.isEmpty()) {
      parts.add(differences);
    }
    if (twins > 1) {
      parts.add("run " + place);
    }
    return record.fullName() + " (" + String.join(", ", parts) + ")";
  }

  private static boolean sameCell(RunRecord a, RunRecord b) {
    return a.task().equals(b.task())
        && a.dataset().equals(b.dataset())
        && a.fullName().equals(b.fullName());
  }

  private static String differences(RunRecord record, List<RunRecord> rivals) {
    var names = new TreeSet<String>();
    rivals.forEach(rival -> names.addAll(options(rival).keySet()));
    return names.stream()
        .filter(
            name ->
                rivals.stream()
                    .anyMatch(
                        rival ->
                            !Objects.equals(options(rival).get(name), options(record).get(name))))
        .map(name -> name + " " + shortened(options(record).getOrDefault(name, "none")))
        .collect(Collectors.joining(", "));
  }

  private static String shortened(String value) {
    return value.length() > LONGEST ? value.substring(0, LONGEST - 1) + "…" : value;
  }

  /** What was asked for, by name; none where jclip did not write the record. */
  static Map<String, String> options(RunRecord record) {
    var options = new TreeMap<String, String>();
    if (record.jclip().get("options") instanceof Map<?, ?> stored) {
      stored.forEach((name, value) -> options.put(String.valueOf(name), String.valueOf(value)));
    }
    return options;
  }
}

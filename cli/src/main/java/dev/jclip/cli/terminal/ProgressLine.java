package dev.jclip.cli.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A bar's state in one line.
 *
 * @param task what is being done
 * @param done steps
 * @param total steps, 0 or less where nobody knows
 * @param before steps of {@code done} that were there at the beginning
 * @param elapsed since then
 * @param note what else is said; may be empty
 */
record ProgressLine(
    String task, long done, long total, long before, Duration elapsed, String note) {
  private static final int LEAST_BAR = 10;
  private static final int LONGEST_BAR = 40;
  private static final int EXACT_BELOW = 100_000;

  /** The line, in at most so many characters; what matters less is left out first. */
  String in(int columns) {
    String head = total > 0 ? "%s %3d %%".formatted(task, Math.min(100, 100 * done / total)) : task;
    List<String> rest = details();
    while (rest.size() > 1 && length(head, rest) > columns) {
      rest.removeLast();
    }
    int free = Math.min(LONGEST_BAR, columns - length(head, rest) - " []".length());
    String line = head + (total > 0 && free >= LEAST_BAR ? " " + bar(free) : "") + joined(rest);
    return line.substring(0, Math.max(0, Math.min(line.length(), columns)));
  }

  /** From what matters most on. */
  private List<String> details() {
    double seconds = Math.max(1e-3, elapsed.toMillis() / 1e3);
    double rate = (done - before) / seconds;
    var details = new ArrayList<String>();
    details.add(total > 0 ? shortened(done) + "/" + shortened(total) : shortened(done));
    if (total > 0 && done < total && rate > 0) {
      details.add(clock((total - done) / rate) + " left");
    } else {
      details.add(clock(seconds));
    }
    details.add(rate(rate));
    if (!note.isEmpty()) {
      details.add(note);
    }
    return details;
  }

  private static int length(String head, List<String> rest) {
    return head.length() + joined(rest).length();
  }

  private static String joined(List<String> details) {
    return "  " + String.join("  ", details);
  }

  private String bar(int length) {
    int filled = (int) (length * Math.min(done, total) / total);
    return "[" + "=".repeat(filled) + " ".repeat(length - filled) + "]";
  }

  private static String shortened(long number) {
    return number < EXACT_BELOW
        ? Long.toString(number)
        : scaled(number, List.of("k", "M", "G", "T"));
  }

  private static String scaled(long number, List<String> units) {
    double rest = number / 1000.0;
    int unit = 0;
    while (rest >= 1000 && unit < units.size() - 1) {
      rest /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, rest < 100 ? "%.1f%s" : "%.0f%s", rest, units.get(unit));
  }

  private static String rate(double rate) {
    return (rate < 10 ? String.format(Locale.ROOT, "%.1f", rate) : shortened(Math.round(rate)))
        + "/s";
  }

  private static String clock(double seconds) {
    long whole = Math.round(Math.min(seconds, 1e9));
    return whole < 3600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3600, whole / 60 % 60, whole % 60);
  }
}

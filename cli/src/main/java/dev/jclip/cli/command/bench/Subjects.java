package dev.jclip.cli.command.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The model in all precisions at once, so that they can take turns. For one thread. */
final class Subjects implements AutoCloseable {
  private final List<Subject> subjects = new ArrayList<>();

  /** Takes one more, which is closed with the others. */
  void add(Subject subject) {
    subjects.add(subject);
  }

  /** In the order in which they came. */
  List<Subject> all() {
    return Collections.unmodifiableList(subjects);
  }

  @Override
  public void close() {
    subjects.forEach(subject -> subject.clip().close());
  }
}

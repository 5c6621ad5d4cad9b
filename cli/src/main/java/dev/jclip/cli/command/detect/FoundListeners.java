package dev.jclip.cli.command.detect;

import java.util.ArrayList;
import java.util.List;

/** Several who hear of images, in the order in which they were added. */
final class FoundListeners implements FoundListener {
  private final List<FoundListener> listeners = new ArrayList<>();

  void add(FoundListener listener) {
    listeners.add(listener);
  }

  @Override
  public void found(FoundImage image) {
    listeners.forEach(listener -> listener.found(image));
  }

  @Override
  public void finish() {
    listeners.forEach(FoundListener::finish);
  }

  @Override
  public void close() {
    listeners.forEach(FoundListener::close);
  }
}

package dev.jclip.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person sees of the process: lines, and below the last one a progress bar. It takes the
 * place of {@link System#err} where that is a terminal, so that whoever prints, commands, the log
 * or a library, takes the bar away first and gets it back below its line. Of several bars the one
 * that began last is shown. Thread-safe.
 */
public final class Screen extends PrintStream {
  /** Takes away what stands from the cursor on, which rests at the beginning of the bar. */
  private static final String ERASE = "\r\u001b[J";

  /**
   * A bar that is longer than a line is cut by the terminal, and not continued in the next line.
   */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Lines lines;

  /** Shows lines and bars on a terminal. */
  public Screen(OutputStream terminal) {
    this(new Lines(terminal));
  }

  private Screen(Lines lines) {
    super(lines, true, StandardCharsets.UTF_8);
    this.lines = lines;
  }

  /** The process's, if it has one. */
  public static Optional<Screen> current() {
    return System.err instanceof Screen screen ? Optional.of(screen) : Optional.empty();
  }

  /**
   * Shows a bar, or its new state.
   *
   * @param owner what it is known by
   * @param text one line; an empty one shows nothing yet
   */
  void show(Object owner, String text) {
    lines.show(owner, text);
  }

  /** Takes a bar away; its last state stays as a line if it was shown. */
  void finish(Object owner) {
    lines.finish(owner);
  }

  /** Takes all bars away as {@link #finish} does, and shows no more. */
  public void end() {
    lines.end();
  }

  /**
   * Writes to another stream that ends at the same terminal.
   *
   * @param endsLine whether the bar may stand below it
   */
  void beside(Runnable writing, boolean endsLine) {
    lines.beside(writing, endsLine);
  }

  /** The stream below, where bars and lines meet. */
  private static final class Lines extends OutputStream {
    private final OutputStream terminal;
    private final Map<Object, String> bars = new LinkedHashMap<>();
    private boolean shown;
    private boolean inLine;
    private boolean ended;

    Lines(OutputStream terminal) {
      this.terminal = terminal;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return;
      }
      erase();
      terminal.write(bytes, offset, length);
      inLine = bytes[offset + length - 1] != '\n';
      draw();
    }

    synchronized void beside(Runnable writing, boolean endsLine) {
      quietly(this::erase);
      inLine = !endsLine;
      writing.run();
      quietly(this::draw);
    }

    synchronized void show(Object owner, String text) {
      if (!ended) {
        bars.put(owner, text);
        quietly(this::draw);
      }
    }

    synchronized void finish(Object owner) {
      String last = bars.remove(owner);
      quietly(
          () -> {
            erase();
            if (last != null && !last.isEmpty() && !inLine) {
              print(NO_WRAP + last + WRAP + "\n");
            }
            draw();
          });
    }

    synchronized void end() {
      ended = true;
      List.copyOf(bars.keySet()).forEach(this::finish);
    }

    private void draw() throws IOException {
      List<String> texts = new ArrayList<>(bars.values());
      texts.removeIf(String::isEmpty);
      if (!texts.isEmpty() && !inLine) {
        print("\r" + NO_WRAP + texts.getLast() + "\u001b[J" + WRAP + "\r");
        shown = true;
      }
    }

    private void erase() throws IOException {
      if (shown) {
        print(ERASE);
        shown = false;
      }
    }

    private void print(String text) throws IOException {
      terminal.write(text.getBytes(StandardCharsets.UTF_8));
      terminal.flush();
    }

    /** A terminal that is gone is no reason to end the work. */
    private static void quietly(Drawing drawing) {
      try {
        drawing.run();
      } catch (IOException e) {
        // nobody is there to be told
      }
    }

    private interface Drawing {
      void run() throws IOException;
    }
  }
}

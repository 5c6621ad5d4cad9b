package dev.jclip.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.Main;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a person sees on a terminal while bars are shown and lines are printed. */
class ScreenTest {
  private static final String LONG_BAR = "embed  40 %  " + "=".repeat(300);

  private final PrintStream stderr = System.err;

  @AfterEach
  void restoreStderr() {
    System.setErr(stderr);
  }

  private static void stdout(Screen screen, TerminalModel terminal, String text) {
    screen.beside(
        () -> terminal.write(text.getBytes(StandardCharsets.US_ASCII), 0, text.length()),
        text.endsWith("\n"));
  }

  private static String cut(String text, int width) {
    return text.substring(0, Math.min(text.length(), width - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 200})
  void aLineTakesTheBarsPlaceAndTheBarStandsBelow(int width) {
    var terminal = new TerminalModel(width);
    var screen = new Screen(terminal);
    screen.println("before");
    screen.show("bar", cut(LONG_BAR, width));
    assertThat(terminal.rows()).containsExactly("before", cut(LONG_BAR, width));
    screen.println("on stderr");
    stdout(screen, terminal, "on stdout\n");
    screen.show("bar", "embed 5");
    screen.println("shorter");
    assertThat(terminal.rows())
        .containsExactly("before", "on stderr", "on stdout", "shorter", "embed 5");
    screen.finish("bar");
    screen.println("after");
    assertThat(terminal.rows())
        .containsExactly("before", "on stderr", "on stdout", "shorter", "embed 5", "after");
  }

  @Test
  void aBarLongerThanTheLineIsCut() {
    var terminal = new TerminalModel(40);
    var screen = new Screen(terminal);
    screen.show("bar", LONG_BAR);
    assertThat(terminal.rows()).hasSize(1);
    screen.println("line");
    screen.finish("bar");
    assertThat(terminal.rows()).hasSize(2).first().isEqualTo("line");
  }

  @Test
  void nothingIsLeftOfABarOnATerminalThatBecameNarrower() {
    var terminal = new TerminalModel(80);
    var screen = new Screen(terminal);
    screen.show("bar", cut(LONG_BAR, 80));
    terminal.resize(30);
    assertThat(terminal.rows()).hasSize(3);
    screen.println("line");
    screen.show("bar", "embed 5");
    assertThat(terminal.rows()).containsExactly("line", "embed 5");
  }

  @Test
  void aBarDoesNotStandInTheMiddleOfALine() {
    var terminal = new TerminalModel(40);
    var screen = new Screen(terminal);
    screen.show("bar", "embed 1");
    screen.print("a line in ");
    screen.show("bar", "embed 2");
    assertThat(terminal.rows()).containsExactly("a line in");
    stdout(screen, terminal, "two parts\n");
    assertThat(terminal.rows()).containsExactly("a line in two parts", "embed 2");
  }

  @Test
  void ofTwoBarsTheLaterOneIsShown() {
    var terminal = new TerminalModel(40);
    var screen = new Screen(terminal);
    screen.show("index", "index 10");
    screen.show("download", "download 1");
    screen.show("index", "index 11");
    assertThat(terminal.rows()).containsExactly("download 1");
    screen.finish("download");
    assertThat(terminal.rows()).containsExactly("download 1", "index 11");
    screen.finish("index");
    screen.println("done");
    assertThat(terminal.rows()).containsExactly("download 1", "index 11", "done");
  }

  @Test
  void aBarThatIsClosedTwiceStaysOnce() {
    var terminal = new TerminalModel(40);
    var bar = new Progress.OnScreen(new Screen(terminal));
    for (int i = 0; i < 2; i++) {
      bar.accept("index 21");
      bar.close();
    }
    assertThat(terminal.rows()).containsExactly("index 21");
  }

  @Test
  void aBarThatSaidNothingLeavesNothing() {
    var terminal = new TerminalModel(40);
    var screen = new Screen(terminal);
    screen.show("bar", "");
    screen.finish("bar");
    assertThat(terminal.rows()).isEmpty();
  }

  @Test
  void anErrorIsTheLastThingOnTheScreen() {
    var terminal = new TerminalModel(40);
    var screen = new Screen(terminal);
    screen.show("bar", "embed 1");
    screen.end();
    screen.println("jclip: failed");
    screen.show("bar", "embed 2");
    assertThat(terminal.rows()).containsExactly("embed 1", "jclip: failed");
  }

  @Test
  void theLogAndTheRunningBarMakeRoomForEachOther() throws InterruptedException {
    var terminal = new TerminalModel(80);
    System.setErr(new Screen(terminal));
    try (Progress progress = Progress.onTerminal("embed", 0, 100)) {
      progress.advance(40);
      while (terminal.rows().isEmpty()) {
        Thread.sleep(10);
      }
      LoggerFactory.getLogger("dev.jclip.test").warn("a warning");
      assertThat(terminal.rows()).hasSize(2).first().isEqualTo("jclip: a warning");
      assertThat(terminal.rows().getLast()).startsWith("embed  40 % [====");
      progress.at(70, -1);
      while (terminal.rows().getLast().contains("%")) {
        Thread.sleep(10);
      }
      assertThat(terminal.rows().getLast()).startsWith("embed  70  ");
    }
    System.err.println("after");
    assertThat(terminal.rows()).hasSize(3).last().isEqualTo("after");
  }

  @Test
  void withoutATerminalThereIsNoBar() {
    assertThat(Progress.onTerminal("embed", 0, 100).isShown()).isFalse();
  }

  @Test
  void aCommandsErrorEndsItsBars() {
    var terminal = new TerminalModel(200);
    var screen = new Screen(terminal);
    System.setErr(screen);
    screen.show("bar", "model.safetensors 1");
    int code =
        Main.commandLine("inspect", "/no/such")
            .setErr(new PrintWriter(screen, true, StandardCharsets.UTF_8))
            .execute("inspect", "/no/such");
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(terminal.rows().getFirst()).isEqualTo("model.safetensors 1");
    assertThat(terminal.rows().get(1)).startsWith("jclip: /no/such: no such file");
    screen.show("bar", "model.safetensors 2");
    assertThat(String.join("\n", terminal.rows())).doesNotContain("safetensors 2");
  }
}

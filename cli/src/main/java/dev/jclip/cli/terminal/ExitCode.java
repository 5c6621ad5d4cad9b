package dev.jclip.cli.terminal;

/** What the process returns. */
public final class ExitCode {
  /** All done. */
  public static final int DONE = 0;

  /** Failed. */
  public static final int FAILED = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** Done, but some inputs were skipped. */
  public static final int SKIPPED_SOME = 3;

  private ExitCode() {}

  /** The code for a run over inputs of which some failed. */
  public static int of(int inputs, int failed) {
    if (failed == 0) {
      return DONE;
    }
    return failed == inputs ? FAILED : SKIPPED_SOME;
  }
}

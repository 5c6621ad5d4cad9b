package dev.jclip.cli.terminal;

import dev.jclip.error.ClipException;
import dev.jclip.io.IoReason;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * The process's stdout; unlike {@link System#out} it does not keep failures to itself, so that a
 * long run ends when nobody reads on or the disk is full. For one thread.
 */
public final class StandardOutput extends OutputStream {
  private static final int STDOUT = 1;

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final Optional<Screen> screen =
      Screen.current().filter(_ -> TerminalDevice.isOne(STDOUT));

  /** Whoever read stdout has gone, as {@code head} does after its lines. */
  public static final class ClosedException extends ClipException {
    private ClosedException(IOException cause) {
      super("stdout: closed by its reader", cause);
    }
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** Where stdout and stderr end at one terminal, a progress bar makes room. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > 0 && screen.isPresent()) {
      boolean endsLine = bytes[offset + length - 1] == '\n';
      screen.get().beside(() -> writeNow(bytes, offset, length), endsLine);
    } else {
      writeNow(bytes, offset, length);
    }
  }

  private void writeNow(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String reason = IoReason.of(e);
      throw reason.toLowerCase(Locale.ROOT).contains("pipe")
          ? new ClosedException(e)
          : new ClipException("stdout: cannot be written: " + reason, e);
    }
  }
}

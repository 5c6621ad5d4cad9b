package dev.jclip.cli.command.moderate;

import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.data.table.TableRows;
import dev.jclip.error.DataException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The frames of a video, in the order of their times. */
final class Frames {
  private static final String PATH = "path";
  private static final String TIMESTAMP = "timestamp";

  private final List<Input> inputs;
  private final Map<Input, Double> seconds; // by identity: a file may stand for two frames

  private Frames(List<Input> inputs, Map<Input, Double> seconds) {
    this.inputs = inputs;
    this.seconds = seconds;
  }

  List<Input> inputs() {
    return inputs;
  }

  /** When a frame is shown. */
  double seconds(Input frame) {
    return Objects.requireNonNull(seconds.get(frame), frame.name());
  }

  /**
   * Reads a table; relative paths start at its folder.
   *
   * @throws DataException if a row is no frame
   */
  static Frames read(Path file) {
    Table table = TableFile.open(file, null);
    String path = table.require(ColumnRole.IMAGE, List.of(PATH));
    String timestamp = table.require(ColumnRole.LABEL, List.of(TIMESTAMP));
    var inputs = new ArrayList<Input>();
    var seconds = new IdentityHashMap<Input, Double>();
    try (TableRows rows = table.rows(List.of(path, timestamp))) {
      while (rows.hasNext()) {
        switch (rows.next()) {
          case TableRow.Fault(String place, String reason) ->
              throw new DataException("%s: %s: %s".formatted(file, place, reason));
          case TableRow.Cells row -> {
            String place = "%s: %s".formatted(file, row.place());
            Input frame = frame(place, row.cell(path).text().strip(), file);
            inputs.add(frame);
            seconds.put(frame, time(place, row.cell(timestamp).text().strip()));
          }
        }
      }
    }
    if (inputs.isEmpty()) {
      throw new DataException(file + ": expected frames, found no row");
    }
    inputs.sort(Comparator.comparingDouble(seconds::get));
    return new Frames(List.copyOf(inputs), seconds);
  }

  private static Input frame(String place, String path, Path file) {
    if (path.isEmpty()) {
      throw new DataException(place + ": path: expected that of an image, found nothing");
    }
    try {
      Path image = file.resolveSibling(path);
      return new Input.Picture(image.toString(), image);
    } catch (InvalidPathException e) {
      throw new DataException(
          "%s: path: expected that of an image, found '%s'".formatted(place, path), e);
    }
  }

  private static double time(String place, String text) {
    try {
      double time = Double.parseDouble(text);
      if (Double.isFinite(time)) {
        return time;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new DataException(
        "%s: timestamp: expected a number of seconds, found '%s'".formatted(place, text));
  }
}

package dev.jclip.train.watch;

import dev.jclip.error.ClipException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a run as JSON lines: an object a line with {@code event} ({@code begin}, {@code step},
 * {@code evaluation}, {@code diagnosis} or {@code checkpoint}), {@code step} and the values of the
 * report under the names that they have in Java, an objective's figures under their own. JSON has
 * no numbers for them, so NaN and infinities are the strings {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}, as protocol buffers write them.
 *
 * <p>A run that resumes goes on in the same file, from which the lines of later steps are cut, so
 * each step is there once. Every report is in the file when the call returns. For one thread.
 */
public final class JsonLinesLog implements TrainingListener, AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Path file;
  private final BufferedWriter out;

  private JsonLinesLog(Path file, BufferedWriter out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Begins or continues a log.
   *
   * @param file made where it is not there, with its folders
   * @param step from which the run resumes, 0 for a new run: lines of later steps are cut off, and
   *     so is a last line that was never finished
   * @throws ClipException if a line is not of such a log, or the file cannot be written; the file
   *     is then as it was
   */
  public static JsonLinesLog open(Path file, long step) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        cut(file, step);
      }
      return new JsonLinesLog(
          file,
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new ClipException(file + ": cannot open the log: " + e, e);
    }
  }

  private static void cut(Path file, long step) throws IOException {
    Path kept = file.resolveSibling(file.getFileName() + ".part");
    try {
      copy(file, kept, step);
      Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(kept);
    }
  }

  private static void copy(Path file, Path kept, long step) throws IOException {
    // Not Files.newBufferedReader, which throws at half a character; a killed run may leave that.
    try (var in =
            new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
        BufferedWriter out = Files.newBufferedWriter(kept)) {
      long number = 1;
      @Nullable String line = in.readLine();
      while (line != null) {
        String next = in.readLine();
        long lineStep = step(line);
        if (lineStep < 0 && next != null) {
          throw new ClipException(
              "%s: line %d is not of a training log: expected an object with a step, found '%s'; "
                      .formatted(file, number, line.substring(0, Math.min(60, line.length())))
                  + "move the file away or log to another");
        }
        if (lineStep >= 0 && lineStep <= step) {
          out.write(line);
          out.write('\n');
        }
        line = next;
        number++;
      }
    }
  }

  /** The step of a line, -1 where it is none of a log's. */
  private static long step(String line) {
    try {
      JsonNode step = MAPPER.readTree(line).path("step");
      return step.isIntegralNumber() ? step.longValue() : -1;
    } catch (JacksonException _) {
      return -1;
    }
  }

  @Override
  public void onBegin(long step, Map<String, String> settings) {
    ObjectNode line = event("begin", step);
    ObjectNode values = line.putObject("settings");
    new TreeMap<>(settings).forEach(values::put);
    write(line);
  }

  @Override
  public void onStep(StepReport report) {
    ObjectNode line = event("step", report.step());
    put(line, "epoch", report.epoch());
    line.put("samplesSeen", report.samplesSeen());
    put(line, "loss", report.loss());
    put(line, "gradientNorm", report.gradientNorm());
    put(line, report.weightFigures());
    put(line, "learningRate", report.learningRate());
    line.put("batchSize", report.batchSize());
    put(line, "samplesPerSecond", report.samplesPerSecond());
    put(line, "dataWaitFraction", report.dataWaitFraction());
    put(line, report.batchFigures());
    write(line);
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    ObjectNode line = event("evaluation", report.step());
    ObjectNode metrics = line.putObject("metrics");
    report.metrics().forEach((name, value) -> put(metrics, name, value));
    write(line);
  }

  @Override
  public void onDiagnosis(Diagnosis diagnosis) {
    ObjectNode line =
        event("diagnosis", diagnosis.step())
            .put("kind", diagnosis.kind().name())
            .put("severity", diagnosis.severity().name())
            .put("sentence", diagnosis.sentence())
            .put("advice", diagnosis.advice());
    if (!diagnosis.remedies().isEmpty()) {
      ArrayNode remedies = line.putArray("remedies");
      diagnosis.remedies().forEach(remedy -> remedies.add(remedy.name()));
    }
    write(line);
  }

  @Override
  public void onCheckpoint(long step, Path checkpoint) {
    write(event("checkpoint", step).put("checkpoint", checkpoint.toString()));
  }

  private static ObjectNode event(String event, long step) {
    return MAPPER.createObjectNode().put("event", event).put("step", step);
  }

  private static void put(ObjectNode object, SequencedMap<Figure, Number> figures) {
    figures.forEach(
        (figure, value) -> {
          if (value instanceof Integer count) {
            object.put(figure.name(), count);
          } else {
            put(object, figure.name(), value.doubleValue());
          }
        });
  }

  private static void put(ObjectNode object, String name, double value) {
    if (Double.isFinite(value)) {
      object.put(name, value);
    } else {
      object.put(name, Double.toString(value));
    }
  }

  private void write(ObjectNode line) {
    try {
      out.write(MAPPER.writeValueAsString(line));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new ClipException(file + ": cannot write to the log: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new ClipException(file + ": cannot close the log: " + e, e);
    }
  }
}

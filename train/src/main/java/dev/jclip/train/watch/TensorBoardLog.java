package dev.jclip.train.watch;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/**
 * Writes a run as TensorBoard shows it: an event file {@code events.out.tfevents.TIME.HOST.N} in a
 * folder, with the scalars named as open_clip names them, so that the curves of both lie in one
 * chart. Diagnoses are texts under {@code doctor/}.
 *
 * <p>Each start of a run writes a file of its own, which says that steps after the one it resumes
 * from are void in the files before; TensorBoard then shows each step once. Every report is in the
 * file when the call returns. For one thread.
 *
 * <p>The format: <a
 * href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">{@code
 * Event}</a> messages in the <a
 * href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">frame of
 * TFRecord</a>.
 */
public final class TensorBoardLog implements TrainingListener, AutoCloseable {
  private static final int SESSION_START = 1;
  private static final int DT_STRING = 7;

  private final Path file;
  private final OutputStream out;
  private final InstantSource clock;

  private TensorBoardLog(Path file, OutputStream out, InstantSource clock) {
    this.file = file;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Begins a new file.
   *
   * @param folder made where it is not there
   * @param step from which the run resumes, 0 for a new run: later steps in files that are already
   *     in the folder are void
   * @throws ClipException if the file cannot be written
   */
  public static TensorBoardLog open(Path folder, long step) {
    return open(folder, step, InstantSource.system());
  }

  static TensorBoardLog open(Path folder, long step, InstantSource clock) {
    String name = "events.out.tfevents." + clock.instant().getEpochSecond() + "." + hostName();
    try {
      Files.createDirectories(folder);
      for (int number = 0; ; number++) {
        Path file = folder.resolve(name + "." + number);
        try {
          var log =
              new TensorBoardLog(
                  file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
          log.begin(step);
          return log;
        } catch (FileAlreadyExistsException _) {
          // Another start within the same second.
        }
      }
    } catch (IOException e) {
      throw new ClipException(folder + ": cannot begin a TensorBoard log: " + e, e);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }

  /** The file that is written. */
  public Path file() {
    return file;
  }

  private void begin(long step) {
    // TensorBoard looks for starts only after it has read the version, so that stands first.
    write(event(step + 1).add(3, "brain.Event:2"));
    write(event(step + 1).add(7, new ProtoMessage().add(1, SESSION_START)));
  }

  @Override
  public void onStep(StepReport report) {
    var scalars = new LinkedHashMap<String, Double>();
    scalars.put("train/loss", report.loss());
    scalars.put("train/lr", report.learningRate());
    charted(report.weightFigures(), scalars);
    scalars.put("train/grad_norm", report.gradientNorm());
    scalars.put("train/samples_per_second", report.samplesPerSecond());
    scalars.put("train/batch_time", report.seconds());
    scalars.put("train/data_time", report.seconds() * report.dataWaitFraction());
    scalars.put("train/epoch", report.epoch());
    charted(report.batchFigures(), scalars);
    write(report.step(), scalars);
  }

  private static void charted(SequencedMap<Figure, Number> figures, Map<String, Double> scalars) {
    figures.forEach(
        (figure, value) ->
            figure.chart().ifPresent(chart -> scalars.put(chart, value.doubleValue())));
  }

  @Override
  public void onEvaluation(EvaluationReport report) {
    var scalars = new LinkedHashMap<String, Double>();
    report.metrics().forEach((name, value) -> scalars.put("val/" + name, value));
    write(report.step(), scalars);
  }

  private void write(long step, Map<String, Double> scalars) {
    var summary = new ProtoMessage();
    scalars.forEach(
        (name, value) ->
            summary.add(1, new ProtoMessage().add(1, name).add(2, value.floatValue())));
    write(event(step).add(5, summary));
  }

  @Override
  public void onDiagnosis(Diagnosis diagnosis) {
    String text = diagnosis.severity() + ": " + diagnosis.sentence() + " " + diagnosis.advice();
    var tensor = new ProtoMessage().add(1, DT_STRING).add(2, new ProtoMessage()).add(8, text);
    var metadata = new ProtoMessage().add(1, new ProtoMessage().add(1, "text"));
    var value =
        new ProtoMessage()
            .add(1, "doctor/" + diagnosis.kind().name().toLowerCase(Locale.ROOT))
            .add(8, tensor)
            .add(9, metadata);
    write(event(diagnosis.step()).add(5, new ProtoMessage().add(1, value)));
  }

  private ProtoMessage event(long step) {
    Instant now = clock.instant();
    return new ProtoMessage().add(1, now.getEpochSecond() + now.getNano() / 1e9).add(2, step);
  }

  /** A record: length, its checksum, the message, its checksum; written at once. */
  private void write(ProtoMessage event) {
    byte[] content = event.toByteArray();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + content.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(content.length);
    record.putInt(maskedChecksum(record.array(), Long.BYTES));
    record.put(content).putInt(maskedChecksum(content, content.length));
    try {
      out.write(record.array());
    } catch (IOException e) {
      throw new ClipException(file + ": cannot write to the TensorBoard log: " + e, e);
    }
  }

  /** CRC-32C, rotated and moved, so that checksums of data with checksums in it stay good. */
  private static int maskedChecksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new ClipException(file + ": cannot close the TensorBoard log: " + e, e);
    }
  }
}

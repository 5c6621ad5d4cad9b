package dev.jclip.moderation.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.view.Box;
import dev.jclip.testkit.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLogTest {
  @TempDir Path folder;

  static DecisionRecord record(String input) {
    var random = new Random(input.hashCode());
    List<float[]> views = IntStream.range(0, 4).mapToObj(_ -> vector(random)).toList();
    return new DecisionRecord(
        input,
        "a".repeat(64),
        "b".repeat(64),
        "c".repeat(64),
        "d".repeat(64),
        "e".repeat(64),
        Action.BLUR,
        Map.of("weapons", random.nextDouble()),
        new EmbeddedImage(
            List.of(
                new Box(0, 0, 9, 8), new Box(0, 0, 4, 4), new Box(5, 0, 4, 4), new Box(5, 4, 4, 4)),
            views,
            List.of(vector(random))));
  }

  /** A record of before there was anything to learn. */
  @Test
  void aLineWithoutALearnedFingerprintSaysThatNothingWasLearned() throws IOException {
    RecordLog log = new RecordLog(file());
    log.append(record("a"));
    String json = Files.readString(file()).split("\t", -1)[0];
    String before = json.replace("\"learned\":\"" + "e".repeat(64) + "\",", "");
    var checksum = new CRC32C();
    checksum.update(before.getBytes(StandardCharsets.UTF_8));
    Files.writeString(file(), "%s\t%08x\n".formatted(before, checksum.getValue()));

    assertThat(before).isNotEqualTo(json);
    assertThat(records(log).getFirst().learned()).isEqualTo(DecisionRecord.NONE);
  }

  private static float[] vector(Random random) {
    float[] vector = new float[512];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextFloat() - 0.5f;
    }
    return vector;
  }

  private Path file() {
    return folder.resolve("decisions.log");
  }

  private List<DecisionRecord> records(RecordLog log) {
    var records = new ArrayList<DecisionRecord>();
    log.forEach(
        records::add,
        damaged -> {
          throw new AssertionError(damaged);
        });
    return records;
  }

  private static List<int[]> bits(List<float[]> vectors) {
    return vectors.stream()
        .map(
            vector ->
                IntStream.range(0, vector.length)
                    .map(i -> Float.floatToRawIntBits(vector[i]))
                    .toArray())
        .toList();
  }

  private static void assertSame(DecisionRecord found, DecisionRecord expected) {
    assertThat(found)
        .usingRecursiveComparison()
        .ignoringFields("embedded", "scores")
        .isEqualTo(expected);
    assertThat(List.copyOf(found.scores().keySet()))
        .isEqualTo(List.copyOf(expected.scores().keySet()));
    assertThat(found.scores().values().stream().map(Double::doubleToRawLongBits).toList())
        .isEqualTo(expected.scores().values().stream().map(Double::doubleToRawLongBits).toList());
    assertThat(found.embedded().boxes()).isEqualTo(expected.embedded().boxes());
    assertThat(bits(found.embedded().views()))
        .containsExactlyElementsOf(bits(expected.embedded().views()));
    assertThat(bits(found.embedded().changed()))
        .containsExactlyElementsOf(bits(expected.embedded().changed()));
  }

  @Test
  void everyBitComesBack() {
    var scores = new LinkedHashMap<String, Double>();
    scores.put("z/y", 0.1 + 0.2);
    scores.put("a", Double.MIN_VALUE);
    scores.put("größer ≥ \"0\"", Math.nextDown(1.0));
    scores.put("m", -0.0);
    var extremes =
        new float[] {
          -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.intBitsToFloat(0x7fc12345), 0.1f
        };
    var written =
        new DecisionRecord(
            "a folder/\"ä\" \t\r\n\u2028 \\ 😀.jpg",
            "1",
            "2",
            "3",
            "4",
            "5",
            Action.BLOCK,
            scores,
            new EmbeddedImage(List.of(new Box(1, 2, 3, 4)), List.of(extremes), List.of()));
    RecordLog log = new RecordLog(file());

    log.append(written);
    log.append(record("b"));

    List<DecisionRecord> read = records(log);
    assertThat(read).hasSize(2);
    assertSame(read.get(0), written);
    assertSame(read.get(1), record("b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 100, 9000})
  void aTornTailIsRemovedByTheNextAppend(int cutOff) throws IOException {
    RecordLog log = new RecordLog(file());
    log.append(record("a"));
    long whole = Files.size(file());
    log.append(record("b"));
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, Math.toIntExact(Files.size(file()) - cutOff)));

    log.append(record("c"));

    assertThat(records(log)).extracting(DecisionRecord::input).containsExactly("a", "c");
    assertThat(Files.size(file())).isEqualTo(2 * whole);
  }

  @Test
  void aFileThatIsATornTailAloneStartsAnew() throws IOException {
    Files.writeString(file(), "{\"input\":\"" + "a".repeat(20_000));
    RecordLog log = new RecordLog(file());

    log.append(record("b"));

    assertThat(records(log)).extracting(DecisionRecord::input).containsExactly("b");
  }

  /** Where in the second line a byte is changed, and into what. */
  @ParameterizedTest
  @ValueSource(strings = {"30 Z", "30 \u00ff", "0 x", "-2 z", "-10 _", "-3 \u0080"})
  void aDamagedLineIsReportedAndTheOthersAreRead(String change) throws IOException {
    RecordLog log = new RecordLog(file());
    log.append(record("a"));
    int start = Math.toIntExact(Files.size(file()));
    log.append(record("b"));
    int end = Math.toIntExact(Files.size(file()));
    log.append(record("c"));
    byte[] bytes = Files.readAllBytes(file());
    int space = change.indexOf(' ');
    int offset = Integer.parseInt(change.substring(0, space));
    bytes[offset < 0 ? end + offset : start + offset] = (byte) change.charAt(space + 1);
    Files.write(file(), bytes);

    var read = new ArrayList<String>();
    var damaged = new ArrayList<String>();
    log.forEach(record -> read.add(record.input()), damaged::add);

    assertThat(read).containsExactly("a", "c");
    assertThat(damaged).containsExactly(file() + ": line 2 is damaged");
  }

  @Test
  void aLineOfAnotherFileIsDamaged() throws IOException {
    RecordLog log = new RecordLog(file());
    Files.writeString(file(), "\n{}\n{\"input\":\"a\"}\t00000000\n");
    log.append(record("a"));

    var read = new ArrayList<String>();
    var damaged = new ArrayList<String>();
    log.forEach(record -> read.add(record.input()), damaged::add);

    assertThat(read).containsExactly("a");
    assertThat(damaged)
        .containsExactly(
            file() + ": line 1 is damaged",
            file() + ": line 2 is damaged",
            file() + ": line 3 is damaged");
  }

  @Test
  void whatCannotBeReadOrWrittenIsNamed() {
    assertThatThrownBy(() -> records(new RecordLog(file())))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file() + ": cannot be read: ");
    assertThatThrownBy(() -> new RecordLog(folder).append(record("a")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder + ": cannot be written: ");
  }

  @Test
  void threadsShareALog() throws Exception {
    RecordLog log = new RecordLog(file());
    try (var threads = Executors.newFixedThreadPool(8)) {
      var tasks = new ArrayList<Future<?>>();
      for (int i = 0; i < 40; i++) {
        String input = "record " + i;
        tasks.add(threads.submit(() -> log.append(record(input))));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }

    assertThat(records(log))
        .extracting(DecisionRecord::input)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 40).mapToObj(i -> "record " + i).toList());
  }

  /** Appends records by several threads and says which of them are kept. */
  static final class Writer {
    private static final int THREADS = 2;

    private Writer() {}

    public static void main(String[] args) throws Exception {
      RecordLog log = new RecordLog(Path.of(args[0]));
      try (var threads = Executors.newFixedThreadPool(THREADS)) {
        for (int thread = 0; thread < THREADS; thread++) {
          String name = args[1] + " " + thread;
          threads.execute(
              () -> {
                for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                  String input = name + " " + i;
                  log.append(record(input));
                  synchronized (log) {
                    System.out.println(input);
                  }
                }
              });
        }
      }
    }
  }

  /** What a writer has said that it kept; it is killed after so many records, unless 0. */
  private static List<String> acknowledged(Process process, int killAfter, Random random)
      throws IOException {
    var kept = new ArrayList<String>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.add(line);
        if (kept.size() == killAfter) {
          for (int spin = random.nextInt(2_000_000); spin > 0; spin--) {
            Thread.onSpinWait(); // some of the time that a record takes
          }
          process.toHandle().destroyForcibly(); // its output stays readable
        }
      }
    }
    return kept;
  }

  @Test
  void nothingThatWasAcknowledgedIsLostWhenWritersAreKilled() throws Exception {
    int writers = 10;
    int each = 20;
    var random = new Random(25);
    var readers = new ArrayList<Future<List<String>>>();
    var processes = new ArrayList<Process>();
    var kept = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(writers)) {
      for (int i = 0; i < writers; i++) {
        Process process =
            JavaProcess.of(
                    List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                    Writer.class,
                    List.of(file().toString(), "writer " + i, Integer.toString(each)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        int killAfter = i % 2 == 0 ? 1 + random.nextInt(each) : 0;
        var own = new Random(i);
        readers.add(threads.submit(() -> acknowledged(process, killAfter, own)));
      }
      for (Future<List<String>> reader : readers) {
        kept.addAll(reader.get());
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }

    RecordLog log = new RecordLog(file());
    log.append(record("the last one"));
    List<DecisionRecord> found = records(log);
    found.forEach(record -> assertSame(record, record(record.input())));
    List<String> inputs = found.stream().map(DecisionRecord::input).toList();
    assertThat(inputs).doesNotHaveDuplicates().containsAll(kept).endsWith("the last one");
    assertThat(kept).hasSizeGreaterThanOrEqualTo(writers / 2 * Writer.THREADS * each);
    assertThat(kept).hasSizeLessThan(writers * Writer.THREADS * each);
    assertThat(inputs)
        .allMatch(Pattern.compile("the last one|writer \\d [01] \\d+").asMatchPredicate());
  }
}

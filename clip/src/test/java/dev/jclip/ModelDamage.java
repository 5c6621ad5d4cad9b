package dev.jclip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One or two random changes to the files of a checkpoint, small files more often than large. */
final class ModelDamage {
  private static final Pattern NUMBER = Pattern.compile("(?<=[\\s:,\\[])-?\\d[\\d.eE+-]*");
  private static final Pattern MEMBER =
      Pattern.compile("\"[\\w-]+\"\\s*:\\s*(?:\"[^\"]*\"|[\\w.+-]+)\\s*,?");
  private static final List<String> ABSURD =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "3",
          "7",
          "64",
          "1000",
          "1024",
          "16384",
          "65535",
          "65536",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "1e9",
          "1e300",
          "1e999",
          "-1e999",
          "1e-300",
          "0.1",
          "null",
          "true",
          "\"x\"",
          "[]",
          "{}",
          "[32, 32]",
          "9".repeat(500));

  private final Random random;

  ModelDamage(Random random) {
    this.random = random;
  }

  void apply(Path folder) throws IOException {
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      change(folder);
    }
  }

  private void change(Path folder) throws IOException {
    List<Path> files = ModelFuzzTest.files(folder);
    Path file = pick(files);
    if (random.nextInt(3) > 0) {
      file = pick(configurations(files, file));
    }
    byte[] bytes = Files.readAllBytes(file);
    boolean json = file.toString().endsWith(".json");
    switch (random.nextInt(json ? 12 : 5)) {
      case 0 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      case 1 -> Files.write(file, flipped(bytes));
      case 2 -> swap(file, pick(files));
      case 3 -> Files.write(file, flippedAtTheStart(bytes));
      case 4 -> {
        if (random.nextInt(4) == 0) {
          Files.delete(file);
        } else {
          Files.write(file, flipped(bytes));
        }
      }
      case 5, 6 -> Files.write(file, replaced(bytes, MEMBER, random.nextBoolean() ? 0 : 2));
      default -> Files.write(file, replaced(bytes, NUMBER, 1));
    }
  }

  private static List<Path> configurations(List<Path> files, Path otherwise) {
    List<Path> found =
        files.stream().filter(file -> file.toString().endsWith("config.json")).toList();
    return found.isEmpty() ? List.of(otherwise) : found;
  }

  private static void swap(Path a, Path b) throws IOException {
    byte[] first = Files.readAllBytes(a);
    Files.write(a, Files.readAllBytes(b));
    Files.write(b, first);
  }

  private byte[] flipped(byte[] bytes) {
    return flip(bytes, bytes.length);
  }

  /** Headers lie at the start. */
  private byte[] flippedAtTheStart(byte[] bytes) {
    return flip(bytes, Math.min(bytes.length, 4096));
  }

  private byte[] flip(byte[] bytes, int limit) {
    for (int flips = limit == 0 ? 0 : 1 + random.nextInt(4); flips > 0; flips--) {
      bytes[random.nextInt(limit)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Removes (0) or doubles (2) a match, or puts something absurd in its place (1). */
  private byte[] replaced(byte[] bytes, Pattern pattern, int copies) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<MatchResult> matches = new ArrayList<>(pattern.matcher(text).results().toList());
    if (matches.isEmpty()) {
      return bytes;
    }
    MatchResult match = pick(matches);
    String instead = copies == 1 ? pick(ABSURD) : doubled(match.group(), copies);
    return (text.substring(0, match.start()) + instead + text.substring(match.end()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String doubled(String member, int copies) {
    return (member.endsWith(",") ? member : member + ",").repeat(copies / 2)
        + (copies == 0 ? "" : member);
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}

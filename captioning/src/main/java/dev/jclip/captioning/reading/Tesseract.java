package dev.jclip.captioning.reading;

import dev.jclip.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * Reads text by the program Tesseract, which is installed by itself and runs as a process of its
 * own for each image, so that no image can bring down this one.
 */
public final class Tesseract implements TextReader {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Looks for text anywhere, in no order: photographs have no columns. */
  private static final String SPARSE_TEXT = "11";

  private final String program;
  private final String languages;

  private Tesseract(String program, String languages) {
    this.program = program;
    this.languages = languages;
  }

  /**
   * Finds the program and its languages.
   *
   * @param program its name or path, such as {@code tesseract}
   * @param languages Tesseract's names of them, such as {@code eng} or {@code eng+deu}
   * @throws ReadingException if the program is not there or has not learned a language
   */
  public static Tesseract find(String program, String languages) {
    var reader = new Tesseract(program, languages);
    List<String> known =
        reader.run(new byte[0], "--list-langs").lines().map(String::strip).toList();
    for (String language : languages.split("\\+", -1)) {
      if (!known.contains(language)) {
        throw new ReadingException(
            "%s: expected the language %s, found %s; install its data, such as the package tesseract-ocr-%s"
                .formatted(
                    program,
                    language.isEmpty() ? "\"\"" : language,
                    known.stream().skip(1).toList(),
                    language));
      }
    }
    return reader;
  }

  @Override
  public List<String> read(RgbImage image) {
    return TesseractLines.of(
        run(png(image), "stdin", "stdout", "-l", languages, "--psm", SPARSE_TEXT, "tsv"));
  }

  private static byte[] png(RgbImage image) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image.toBufferedImage(), "png", bytes);
    } catch (IOException e) {
      throw new ReadingException("the image cannot be given to Tesseract: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  /** Runs the program to its end, and gives what it writes. */
  private String run(byte[] input, String... arguments) {
    var command = new ArrayList<>(List.of(program));
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ReadingException(
          "%s: cannot be started: %s; install Tesseract, such as the package tesseract-ocr, or do without reading"
              .formatted(program, e.getMessage()),
          e);
    }
    try {
      CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> all(process));
      give(process, input);
      if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ReadingException(
            "%s: expected an end after %d seconds, found none"
                .formatted(program, LONGEST.toSeconds()));
      }
      if (process.exitValue() != 0) {
        throw new ReadingException(
            "%s: ended with %d for %s"
                .formatted(program, process.exitValue(), String.join(" ", command)));
      }
      return new String(output.join(), StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadingException(program + ": was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static byte[] all(Process process) {
    try {
      return process.getInputStream().readAllBytes();
    } catch (IOException _) {
      return new byte[0]; // the program was ended, which is said by its exit value or the time
    }
  }

  /** A program that ends before it has read everything says why by its exit value. */
  private static void give(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException _) {
      // see above
    }
  }
}

package dev.jclip.captioning.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jclip.image.RgbImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TesseractTest {
  private static final String HEADING =
      "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

  @TempDir private Path folder;

  @Test
  void aLineIsReadAsAWholeOrNotAtAll() {
    String tsv =
        HEADING
            + "1\t1\t0\t0\t0\t0\t0\t0\t640\t480\t-1\t\n"
            + "5\t1\t1\t1\t1\t1\t5\t5\t60\t20\t96.1\tOPEN\n"
            + "5\t1\t1\t1\t1\t2\t70\t5\t60\t20\t91\tDAILY\n"
            + "5\t1\t1\t1\t2\t1\t5\t30\t60\t20\t95\tfrom\n"
            + "5\t1\t1\t1\t2\t2\t70\t30\t60\t20\t31.5\t7i\n"
            + "5\t1\t2\t1\t1\t1\t5\t60\t60\t20\t88\t|\n"
            + "5\t1\t3\t1\t1\t1\t5\t60\t60\t20\t88\t24\t7\n"
            + "5\t1\t4\t1\t1\t1\t5\t60\t60\t20\t95\t \n";
    assertThat(TesseractLines.of(tsv)).containsExactly("OPEN DAILY", "24\t7");
    assertThat(TesseractLines.of("")).isEmpty();
    assertThat(TesseractLines.of(HEADING)).isEmpty();
  }

  private static RgbImage sign(String text) {
    var image = new BufferedImage(600, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 600, 200);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 60));
    graphics.drawString(text, 40, 120);
    graphics.dispose();
    return RgbImage.of(image);
  }

  /** A program of this name, which a shell runs. */
  private String program(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("tesseract"), "#!/bin/sh\n" + script);
    assumeTrue(file.toFile().setExecutable(true));
    return file.toString();
  }

  @Test
  void whereTheProgramIsInstalledItReadsASign() {
    Tesseract tesseract;
    try {
      tesseract = Tesseract.find("tesseract", "eng");
    } catch (ReadingException e) {
      assumeTrue(false, "Tesseract is not installed");
      return;
    }
    assertThat(tesseract.read(sign("OPEN DAILY"))).containsExactly("OPEN DAILY");
    assertThat(tesseract.read(sign(""))).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theProgramIsGivenAnImageAndTheLanguages() throws IOException {
    String program =
        program(
            """
            if [ "$1" = --list-langs ]; then printf 'List (2):\\ndeu\\neng\\n'; exit; fi
            cat > "$0.png"
            echo "$@" > "$0.arguments"
            printf 'heading\\n5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t90\\tOFFEN\\n'
            """);
    assertThat(Tesseract.find(program, "eng+deu").read(sign("x"))).isEqualTo(List.of("OFFEN"));
    assertThat(Files.readString(Path.of(program + ".arguments")))
        .isEqualTo("stdin stdout -l eng+deu --psm 11 tsv\n");
    assertThat(Files.readAllBytes(Path.of(program + ".png"))).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsMissingOrFailsIsSaid() throws IOException {
    assertThatThrownBy(() -> Tesseract.find(folder.resolve("nowhere").toString(), "eng"))
        .isInstanceOf(ReadingException.class)
        .hasMessageContaining("nowhere: cannot be started")
        .hasMessageContaining("install Tesseract");
    String program =
        program(
            """
            if [ "$1" = --list-langs ]; then printf 'List (1):\\neng\\n'; exit; fi
            exit 3
            """);
    assertThatThrownBy(() -> Tesseract.find(program, "eng+fra"))
        .isInstanceOf(ReadingException.class)
        .hasMessageContaining("expected the language fra, found [eng]");
    Tesseract failing = Tesseract.find(program, "eng");
    assertThatThrownBy(() -> failing.read(sign("x")))
        .isInstanceOf(ReadingException.class)
        .hasMessageContaining("ended with 3");
  }
}

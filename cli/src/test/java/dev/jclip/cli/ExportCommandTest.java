package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.embed.Embeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportCommandTest {
  @TempDir private Path folder;

  private Jclip.Run export(String... more) {
    return Jclip.run(Jclip.with("export", (Object[]) more));
  }

  @ParameterizedTest
  @CsvSource({"f32,0.9999999", "f16,0.99999", "bf16,0.999"})
  void theCopyEmbedsLikeTheModel(String precision, double cosine) throws IOException {
    Path out = folder.resolve("out");
    Jclip.Run run = export("--output", out.toString(), "--dtype", precision);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    try (Clip model = Clip.load(Jclip.MODEL);
        Clip copy = Clip.load(out)) {
      assertThat(Embeddings.dot(model.encodeText("two dogs"), copy.encodeText("two dogs")))
          .isGreaterThan(cosine);
      assertThat(Embeddings.dot(model.encodeImage(Jclip.PICTURE), copy.encodeImage(Jclip.PICTURE)))
          .isGreaterThan(cosine);
    }
  }

  @Test
  void aFolderWithFilesIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("mine"), "");
    Jclip.Run run = export("--output", folder.toString());
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("expected a new or an empty folder");
    assertThat(folder).isDirectoryContaining("glob:**/mine");
  }
}

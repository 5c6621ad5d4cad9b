package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledModelTest {
  private static final String FOLDER = "dev/jclip/bundled/";

  @TempDir private Path temporary;

  private URLClassLoader loader(Path location) throws IOException {
    return new URLClassLoader(new URL[] {location.toUri().toURL()}, null);
  }

  private Path jar(Map<String, String> files) throws IOException {
    Path jar = temporary.resolve("model.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new JarEntry(FOLDER + file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  @Test
  void filesOfAJarAreWrittenIntoTheCacheOnce() throws IOException {
    Path cache = temporary.resolve("cache");
    Path jar = jar(Map.of("files.txt", "a.json\nb.bin\n", "a.json", "{}", "b.bin", "weights"));
    try (URLClassLoader loader = loader(jar)) {
      Path folder = BundledModel.folder(loader, cache);
      assertThat(folder.getParent()).isEqualTo(cache);
      assertThat(folder.resolve("a.json")).hasContent("{}");
      assertThat(folder.resolve("b.bin")).hasContent("weights");
      Files.delete(folder.resolve("a.json"));
      assertThat(BundledModel.folder(loader, cache)).isEqualTo(folder);
      assertThat(folder.resolve("a.json")).hasContent("{}");
    }
  }

  @Test
  void filesOfAFolderAreUsedInPlace() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("classes").resolve(FOLDER));
    Files.writeString(folder.resolve("files.txt"), "a.json\n");
    try (URLClassLoader loader = loader(temporary.resolve("classes"))) {
      assertThat(BundledModel.folder(loader, temporary.resolve("cache"))).isEqualTo(folder);
      assertThat(temporary.resolve("cache")).doesNotExist();
    }
  }

  @Test
  void saysWhichModuleIsMissing() throws IOException {
    try (URLClassLoader loader = loader(temporary)) {
      assertThatThrownBy(() -> BundledModel.folder(loader, temporary))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("jclip-model-small");
    }
  }

  @Test
  void isKnownByItsFolderOnAClassPath() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("classes/dev/jclip/bundled"));
    assertThat(BundledModel.isIn(folder)).isFalse();
    Files.createFile(folder.resolve("files.txt"));
    assertThat(BundledModel.isIn(folder)).isTrue();
  }
}

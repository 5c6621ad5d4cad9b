package dev.jclip.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Tars;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardListTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name :
        List.of(
            "10.tar", "2.tar", "b.tgz", "n.txt", "a/x-008.tar.gz", "a/x-009.tar.gz", "c/1.tar")) {
      Tars.write(folder.resolve(name), "x");
    }
  }

  private List<String> expand(String pattern) {
    return ShardList.expand(folder + pattern).stream()
        .map(file -> folder.relativize(file).toString())
        .toList();
  }

  @Test
  void expandsFilesFoldersGlobsAndBraces() {
    assertThat(expand("/n.txt")).containsExactly("n.txt");
    assertThat(expand("")).containsExactly("2.tar", "10.tar", "b.tgz");
    assertThat(expand("/*.t*")).containsExactly("2.tar", "10.tar", "b.tgz", "n.txt");
    assertThat(expand("/?/*.tar*")).containsExactly("a/x-008.tar.gz", "a/x-009.tar.gz", "c/1.tar");
    assertThat(expand("/a/x-{008..009}.tar.gz"))
        .containsExactly("a/x-008.tar.gz", "a/x-009.tar.gz");
    assertThat(expand("/{c,a}/*.tar*")).startsWith("c/1.tar").hasSize(3);
    assertThat(BracePattern.expand("{a,b}-{9..11}"))
        .containsExactly("a-9", "a-10", "a-11", "b-9", "b-10", "b-11");
    assertThat(BracePattern.expand("{008..010}")).containsExactly("008", "009", "010");
  }

  @Test
  void errorsNameThePattern() {
    fails("/z*.tar", "z*.tar", "no file matches");
    fails("/a/x-{008..010}.tar.gz", "{008..010}", "x-010.tar.gz does not exist");
    fails("/{3..1}.tar", "rising range", "{3..1}");
    fails("/{0..999999999}.tar", "at most 1000000 names", "1000000000");
    fails("/none.tar", "none.tar", "does not exist");
  }

  @Test
  void aFolderWithoutShardsIsAnError() throws IOException {
    Tars.write(folder.resolve("e/readme.txt"), "x");
    fails("/e", "holds no .tar");
  }

  private void fails(String pattern, String... parts) {
    assertThatThrownBy(() -> expand(pattern))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }
}

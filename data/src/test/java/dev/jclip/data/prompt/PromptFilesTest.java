package dev.jclip.data.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.Tars;
import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFilesTest {
  private static final List<String> CLASSES = List.of("cat", "dog");

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Tars.write(folder.resolve(name), text.replace('\'', '"'));
  }

  private PromptSet prompts(String name, String text) throws IOException {
    return PromptFiles.prompts(write(name, text), "pets", CLASSES);
  }

  private void fails(String name, String text, String... parts) {
    assertThatThrownBy(() -> prompts(name, text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(parts);
  }

  @Test
  void readsClassNames() throws IOException {
    assertThat(PromptFiles.classNames(write("n.txt", "\uFEFFcat\r\ndog\n\n"), "pets"))
        .isEqualTo(CLASSES);
    assertThat(PromptFiles.classNames(write("n.json", "['cat','dog']"), "pets")).isEqualTo(CLASSES);
    Path named = write("m.json", "{'pets':['cat','dog'],'cars':['x']}");
    assertThat(PromptFiles.classNames(named, "pets")).isEqualTo(CLASSES);
    assertThatThrownBy(() -> PromptFiles.classNames(named, "pet"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("m.json", "data set pet", "found pets, cars");
  }

  @Test
  void readsTemplatesAndPromptsOfClasses() throws IOException {
    var templates = new PromptSet.Templates(List.of("a {c}.", "the {}."));
    assertThat(prompts("t.txt", "a {c}.\nthe {}.\n")).isEqualTo(templates);
    assertThat(prompts("t.json", "['a {c}.','the {}.']")).isEqualTo(templates);
    assertThat(prompts("t.json", "{'pets':['a {c}.','the {}.']}")).isEqualTo(templates);
    var perClass = new PromptSet.PerClass(Map.of("cat", List.of("meows"), "dog", List.of("barks")));
    assertThat(prompts("p.json", "{'pets':{'cat':['meows'],'dog':['barks']}}")).isEqualTo(perClass);
    assertThat(prompts("p.json", "{'cat':['meows'],'dog':['barks']}")).isEqualTo(perClass);
  }

  @Test
  void errorsSayWhereAndWhat() throws IOException {
    fails("t.txt", "a {c}.\nno place\n", "line 2", "{c} or {}", "no place");
    fails("t.json", "{'pets':['no place']}", "pets: template 0", "no place");
    fails("p.json", "{'pets':{'cat':['meows']}}", "1 of 2 classes have no prompts: dog");
    fails("p.json", "{'pets':{'cat':['meows'],'dog':[]}}", "dog", "at least one text");
    fails("p.json", "{'pets':[3]}", "pets[0]", "found 3");
    fails("p.json", "{'pets':3}", "list of texts", "NUMBER");
    fails("p.json", "{'pets'", "expected JSON");
    fails("t.txt", "", "at least one text");
    Path latin = folder.resolve("l.txt");
    Tars.write(latin, new byte[] {'a', (byte) 0xe9});
    assertThatThrownBy(() -> PromptFiles.classNames(latin, "pets"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("l.txt", "not UTF-8");
  }
}

package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * ARCHITECTURE.md draws an arrow wherever the code has one, and nowhere else. When the code's
 * arrows have changed on purpose, copy what these tests expected into the document.
 */
class ArchitectureDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final String PREFIX = "dev.jclip";

  /** Each package, without its prefix, and the module that holds it. */
  private final SortedMap<String, String> modules = new TreeMap<>();

  /** From each package to those that it uses. */
  private final SortedMap<String, NavigableSet<String>> arrows = new TreeMap<>();

  ArchitectureDocumentTest() throws IOException {
    for (Path sources : sourceFolders()) {
      String module = ROOT.relativize(sources).getName(0).toString();
      for (String name : packages(sources)) {
        assertThat(modules.put(name, module))
            .as("a second module with the package %s, beside %s", name, module)
            .isNull();
      }
    }
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PREFIX)) {
      String from = shortName(type.getPackageName());
      if (modules.containsKey(from)) {
        NavigableSet<String> used = arrows.computeIfAbsent(from, _ -> new TreeSet<>());
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String to = shortName(dependency.getTargetClass().getPackageName());
          if (modules.containsKey(to) && !to.equals(from)) {
            used.add(to);
          }
        }
      }
    }
  }

  private static List<Path> sourceFolders() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .map(folder -> folder.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .filter(folder -> !folder.startsWith(ROOT.resolve("testkit")))
          .filter(folder -> !folder.startsWith(ROOT.resolve("bench")))
          .sorted()
          .toList();
    }
  }

  private static NavigableSet<String> packages(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
          .map(ArchitectureDocumentTest::shortName)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The front door is the package without a further name. */
  private static String shortName(String packageName) {
    return packageName.equals(PREFIX) ? "jclip" : packageName.replace(PREFIX + ".", "");
  }

  private String module(String packageName) {
    return modules.getOrDefault(packageName, "");
  }

  private static String line(String from, NavigableSet<String> to) {
    return to.isEmpty() ? from : from + " -> " + String.join(", ", to);
  }

  @Test
  void theArrowsBetweenModulesAreDrawn() throws IOException {
    var between = new TreeMap<String, NavigableSet<String>>();
    arrows.forEach(
        (from, used) -> {
          NavigableSet<String> to = between.computeIfAbsent(module(from), _ -> new TreeSet<>());
          used.stream().map(this::module).filter(m -> !m.equals(module(from))).forEach(to::add);
        });
    List<String> expected =
        between.entrySet().stream().map(arrow -> line(arrow.getKey(), arrow.getValue())).toList();
    assertThat(block("modules")).containsExactlyElementsOf(expected);
  }

  @Test
  void theArrowsBetweenPackagesOfAModuleAreDrawn() throws IOException {
    Map<String, List<String>> packages =
        arrows.keySet().stream().collect(Collectors.groupingBy(this::module));
    var expected = new ArrayList<String>();
    packages.keySet().stream()
        .sorted(Comparator.naturalOrder())
        .forEach(
            module -> {
              expected.add("[" + module + "]");
              for (String from :
                  packages.getOrDefault(module, List.of()).stream().sorted().toList()) {
                NavigableSet<String> within =
                    new TreeSet<>(arrows.getOrDefault(from, new TreeSet<>()));
                within.removeIf(to -> !module(to).equals(module));
                expected.add(line(from, within));
              }
            });
    assertThat(block("packages")).containsExactlyElementsOf(expected);
  }

  @Test
  void noArrowLeadsBackToWhereItStarted() {
    var left = new TreeMap<>(arrows);
    while (left.keySet()
        .removeIf(
            from ->
                arrows.getOrDefault(from, new TreeSet<>()).stream().noneMatch(left::containsKey))) {
      // Packages that use none of those left belong to no cycle.
    }
    assertThat(left).isEmpty();
  }

  /** The lines of a fenced block of the document that begins with three backquotes and a word. */
  private static List<String> block(String name) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("ARCHITECTURE.md"));
    int start = lines.indexOf("```" + name);
    assertThat(start).as("a block ```%s in ARCHITECTURE.md", name).isNotNegative();
    List<String> rest = lines.subList(start + 1, lines.size());
    return rest.subList(0, rest.indexOf("```"));
  }
}

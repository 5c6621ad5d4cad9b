package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the documents and the examples in the Javadoc compile as they stand there. */
class DocumentCodeTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> BASE = List.of("core", "engine", "clip");

  /** An example uses one of them at most, so that two may call different things the same. */
  private static final List<String> APPLICATIONS =
      List.of("search", "moderation", "captioning", "grounding");

  private static final Pattern IN_MARKDOWN = Pattern.compile("(?ms)^```java\n(.*?)^```");
  private static final Pattern IN_JAVADOC = Pattern.compile("(?s)<pre>\\{@code\n(.*?)\\}</pre>");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import [\\w.]+;\n");

  /** What examples take as given. */
  private static final String GIVEN =
      """
        static Clip clip;
        static ImageTextModel model;
        static dev.jclip.search.library.PictureLibrary library;
        static dev.jclip.search.EmbeddingIndex index;
        static dev.jclip.search.IndexSnapshot snapshot;
        static List<Path> files;
        static Map<Path, float[]> vectors;
        static ImageReceiver<Path> receiver;
      """;

  @TempDir private Path classes;

  /** An example, with the place where it stands. */
  private record Example(String place, String code) {
    /** As a class of its own, before which stand the imports that the example begins with. */
    JavaFileObject source(int number, String imports) {
      String name = "Example" + number;
      String own =
          IMPORT.matcher(code).results().map(MatchResult::group).collect(Collectors.joining());
      String text =
          "%s\n%sclass %s {\n%s\n  static void run() throws Exception {\n%s\n  }\n}\n"
              .formatted(imports, own, name, GIVEN, IMPORT.matcher(code).replaceAll(""));
      return new SimpleJavaFileObject(
          URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
        @Override
        public String getCharContent(boolean ignoresErrors) {
          return text;
        }
      };
    }
  }

  @Test
  void theDocumentsJavaCompiles() throws IOException {
    List<Example> examples = new ArrayList<>(inMarkdown(ROOT.resolve("README.md")));
    assertThat(examples).isNotEmpty();
    for (Path document : files(ROOT.resolve("docs"), ".md")) {
      examples.addAll(inMarkdown(document));
    }
    assertThat(faults(examples)).isEmpty();
  }

  @Test
  void theJavadocsExamplesCompile() throws IOException {
    var examples = new ArrayList<Example>();
    for (String module : Stream.concat(BASE.stream(), APPLICATIONS.stream()).toList()) {
      for (Path source : files(sources(module), ".java")) {
        examples.addAll(inJavadoc(source));
      }
    }
    assertThat(examples).hasSizeGreaterThan(10);
    assertThat(faults(examples)).isEmpty();
  }

  private static List<Example> inMarkdown(Path document) throws IOException {
    return examples(document, IN_MARKDOWN, code -> code);
  }

  private static List<Example> inJavadoc(Path source) throws IOException {
    return examples(source, IN_JAVADOC, code -> code.replaceAll("(?m)^ *\\* ?", ""));
  }

  private static List<Example> examples(Path file, Pattern pattern, UnaryOperator<String> code)
      throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> new Example(file.toString(), code.apply(match.group(1))))
        .toList();
  }

  private static Path sources(String module) {
    return ROOT.resolve(module).resolve("src/main/java");
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Java's own packages that examples use, and those of the base and one application. */
  private static String imports(String application) throws IOException {
    var packages = new ArrayList<>(List.of("java.nio.file", "java.util"));
    for (String module : Stream.concat(BASE.stream(), Stream.of(application)).toList()) {
      Path sources = sources(module);
      for (Path file : files(sources, "package-info.java")) {
        packages.add(
            Objects.requireNonNull(sources.relativize(file).getParent())
                .toString()
                .replace('/', '.'));
      }
    }
    return packages.stream()
        .map(name -> "import " + name + ".*;")
        .collect(Collectors.joining("\n"));
  }

  /** What the compiler says against the examples, each with its place. */
  private List<String> faults(List<Example> examples) throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    var imports = new ArrayList<String>();
    for (String application : APPLICATIONS) {
      imports.add(imports(application));
    }
    var faults = new ArrayList<String>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      for (int i = 0; i < examples.size(); i++) {
        faults.addAll(faults(compiler, manager, examples.get(i), i, imports));
      }
    }
    return faults;
  }

  /** Against an example with the application that it has the fewest faults with. */
  private List<String> faults(
      JavaCompiler compiler,
      StandardJavaFileManager manager,
      Example example,
      int number,
      List<String> imports) {
    List<String> options = List.of("-proc:none", "-d", classes.toString(), "-cp", classPath());
    return imports.stream()
        .map(
            application -> {
              var found = new DiagnosticCollector<JavaFileObject>();
              List<JavaFileObject> source = List.of(example.source(number, application));
              compiler.getTask(null, manager, found, options, null, source).call();
              return found.getDiagnostics().stream()
                  .filter(fault -> fault.getKind() == Diagnostic.Kind.ERROR)
                  .map(fault -> example.place() + ": " + fault.getMessage(Locale.ROOT))
                  .toList();
            })
        .min(Comparator.comparingInt(List::size))
        .orElseThrow();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}

package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The public top-level types of {@code core} and {@code clip} that are meant for users are those of
 * the list {@code public-types.txt}. Nested types belong to the type around them.
 */
class PublicTypesTest {
  private static final Path LIST = Path.of("src/test/resources/dev/jclip/cli/public-types.txt");

  private static final Set<String> PACKAGES =
      Set.of(
          "dev.jclip",
          "dev.jclip.config",
          "dev.jclip.embed",
          "dev.jclip.error",
          "dev.jclip.hub",
          "dev.jclip.image",
          "dev.jclip.tokenizer",
          "dev.jclip.zeroshot");

  @Test
  void theListNamesThePublicTypesForUsers() throws IOException {
    List<String> found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.jclip")
                .stream()
                .filter(type -> PACKAGES.contains(type.getPackageName()))
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .sorted()
                .toList();
    assertThat(found).containsExactlyElementsOf(Files.readAllLines(LIST));
    assertThat(found).hasSizeLessThanOrEqualTo(60);
  }
}

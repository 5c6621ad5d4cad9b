package dev.jclip.captioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jclip.captioning");

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.jclip.captioning.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theEngineIsUnknown() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "dev.jclip.tensor..", "dev.jclip.nn..")
        .because("embeddings are arrays here")
        .check(CLASSES);
  }
}

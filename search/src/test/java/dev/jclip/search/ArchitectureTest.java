package dev.jclip.search;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jclip.search");

  @Test
  void luceneIsKnownByOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jclip.search.lucene")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.lucene..")
        .because("other stores may take its place")
        .check(CLASSES);
  }

  @Test
  void queriesAndBuildingKnowTheIndexByItsInterface() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.jclip.search.query",
            "dev.jclip.search.update",
            "dev.jclip.search.source",
            "dev.jclip.search.duplicate")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.jclip.search.lucene")
        .check(CLASSES);
  }

  @Test
  void sourcesKnowNothingOfIndexes() {
    noClasses()
        .that()
        .resideInAPackage("dev.jclip.search.source")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.jclip.search", "dev.jclip.search.update", "dev.jclip.search.query")
        .check(CLASSES);
  }

  @Test
  void theEngineIsUnknown() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .because("vectors are arrays here")
        .check(CLASSES);
  }
}

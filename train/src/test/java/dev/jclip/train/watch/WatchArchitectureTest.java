package dev.jclip.train.watch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class WatchArchitectureTest {
  @Test
  void watchingAndSchedulesKnowNoEngineAndNoLoop() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.jclip.train.watch", "dev.jclip.train.schedule")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.jclip.train.watch",
            "dev.jclip.train.schedule",
            "dev.jclip.error",
            "java..",
            "org.jspecify..",
            "tools.jackson..")
        .because("what a run shows is numbers, whatever computes them")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.jclip.train"));
  }
}

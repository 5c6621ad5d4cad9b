package dev.jclip.eval;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, as ARCHITECTURE.md draws them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jclip.eval");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.jclip.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void figuresKnowNoModel() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.jclip.eval.metric", "dev.jclip.eval.statistics")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.jclip.eval.metric",
            "dev.jclip.eval.statistics",
            "java..",
            "org.jspecify..",
            "org.apache.commons.statistics..")
        .because("figures are functions of numbers")
        .check(CLASSES);
  }

  @Test
  void nothingKnowsTheEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .because("tensors stay in core")
        .check(CLASSES);
  }

  @Test
  void onlyPlotsAreDrawn() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jclip.eval.plot")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.knowm..", "java.awt..", "javax.imageio..")
        .check(CLASSES);
  }
}

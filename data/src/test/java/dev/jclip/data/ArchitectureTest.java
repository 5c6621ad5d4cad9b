package dev.jclip.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jclip.data");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.jclip.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void coreIsKnownByItsExceptionsOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.jclip.data..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.jclip..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.resideInAnyPackage(
                            "dev.jclip.data..", "dev.jclip.error"))))
        .because("data sets are read without an engine")
        .check(CLASSES);
  }
}

package dev.jclip.data;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
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
  void ofCoreOnlyWhatNeedsNoEngineIsKnown() {
    dependenciesOf(
            "dev.jclip.data..",
            "dev.jclip.data..",
            "dev.jclip.detect",
            "dev.jclip.digest",
            "dev.jclip.error",
            "dev.jclip.image",
            "dev.jclip.image.file",
            "dev.jclip.io")
        .because("data sets are read without an engine")
        .check(CLASSES);
  }

  @Test
  void picturesAreDecodedInThePipelineOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.jclip.data.augment", "dev.jclip.data.pipeline")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.jclip.image", "dev.jclip.image.codec..")
        .because("what reads data sets hands on undecoded bytes")
        .check(CLASSES);
  }

  @Test
  void theEngineIsUnknown() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .because("data sets are read without an engine")
        .check(CLASSES);
  }

  @Test
  void pairsKnowNothingOfBatches() {
    dependenciesOf(
            "dev.jclip.data.pair",
            "dev.jclip.data",
            "dev.jclip.data.pair",
            "dev.jclip.data.file",
            "dev.jclip.data.shard",
            "dev.jclip.data.table",
            "dev.jclip.data.random",
            "dev.jclip.error",
            "dev.jclip.image.file",
            "dev.jclip.io")
        .because("sources of pairs are used with and without a pipeline")
        .check(CLASSES);
  }

  @Test
  void parquetIsKnownByTablesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jclip.data.table")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hardwood..")
        .because("the reader can be replaced in one place")
        .check(CLASSES);
  }

  private static ArchRule dependenciesOf(String packages, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.jclip..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))));
  }
}

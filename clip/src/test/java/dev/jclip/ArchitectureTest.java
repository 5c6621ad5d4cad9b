package dev.jclip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, as ARCHITECTURE.md draws them. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jclip");

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.jclip.(**)")
        .should()
        .beFreeOfCycles()
        .because("one idea a package, each to be understood without those above it")
        .check(CLASSES);
  }

  @Test
  void onlySomePackagesKnowTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.jclip.tensor..", "dev.jclip.nn..", "dev.jclip.model..", "dev.jclip.checkpoint")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.pytorch..")
        .because("tensors stay where the model is; all else works on Java's own types")
        .check(CLASSES);
  }

  @Test
  void onlyTheNativeDecoderKnowsOpenCv() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jclip.image.opencv")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco.opencv..")
        .check(CLASSES);
  }

  @Test
  void onlyTheTensorPackageOwnsNativeMemory() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.jclip.tensor", "dev.jclip.image.opencv")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.bytedeco.javacpp.PointerScope")
        .because("every tensor has one named owner")
        .check(CLASSES);
  }

  @Test
  void thePublicFaceShowsNoTensors() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAnyPackage("dev.jclip", "dev.jclip.embed", "dev.jclip.zeroshot", "dev.jclip.image")
        .should()
        .notHaveRawReturnType(JavaClass.Predicates.resideInAPackage("org.bytedeco.."))
        .check(CLASSES);
  }

  @Test
  void nothingImportsTheFrontDoor() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.jclip.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.jclip")
        .check(CLASSES);
  }

  @Test
  void exceptionsLiveInOnePlace() {
    classes()
        .that()
        .areAssignableTo(RuntimeException.class)
        .and()
        .arePublic()
        .should()
        .resideInAPackage("dev.jclip.error")
        .check(CLASSES);
  }
}

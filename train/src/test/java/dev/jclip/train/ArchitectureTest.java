package dev.jclip.train;

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
          .importPackages("dev.jclip.train");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.jclip.train.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

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
        .check(CLASSES);
  }

  @Test
  void stepsAndLossesAreWatchedByNobodyTheyKnow() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.jclip.train.image",
            "dev.jclip.train.loss",
            "dev.jclip.train.model",
            "dev.jclip.train.step")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.jclip.train.watch", "dev.jclip.train.objective")
        .because("an objective says what is reported of them")
        .check(CLASSES);
  }

  @Test
  void theLoopKnowsNoObjectiveByName() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.jclip.train.loop",
            "dev.jclip.train.checkpoint",
            "dev.jclip.train.objective",
            "dev.jclip.train.optimizer",
            "dev.jclip.train.watch")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.jclip.train.contrastive",
            "dev.jclip.train.detection",
            "dev.jclip.train.image",
            "dev.jclip.train.loss",
            "dev.jclip.train.step",
            "dev.jclip.train.vocabulary")
        .because("what a run makes small plugs in from outside")
        .check(CLASSES);
  }

  @Test
  void theLoopAndItsVocabularyHandNoTensors() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.jclip.train.loop", "dev.jclip.train.vocabulary")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..")
        .because("a loop reads as a loop")
        .check(CLASSES);
  }

  @Test
  void nativeMemoryIsOwnedThroughScopes() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.bytedeco.javacpp.PointerScope")
        .because("every tensor has one named owner")
        .check(CLASSES);
  }

  @Test
  void trainingKnowsNoEvaluation() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.jclip.eval..")
        .because("an evaluator is plugged in from outside")
        .check(CLASSES);
  }
}

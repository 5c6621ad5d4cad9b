package dev.jclip.grounding.robot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the seam to robots and its implementations may know. */
class RobotPackagesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.jclip.grounding");

  @Test
  void theSeamKnowsNoImplementation() {
    noClasses()
        .that()
        .resideInAPackage("dev.jclip.grounding.robot")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.jclip.grounding.rosbridge..",
            "dev.jclip.grounding.simulation..",
            "tools.jackson..")
        .because("who understands commands needs no robot")
        .check(CLASSES);
  }

  @Test
  void onlyTheSimulatedRobotKnowsScenes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jclip.grounding.simulation..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.jclip.scene..")
        .because("the module of scenes is optional")
        .check(CLASSES);
  }
}

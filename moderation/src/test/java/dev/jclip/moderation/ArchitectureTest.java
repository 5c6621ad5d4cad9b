package dev.jclip.moderation;

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
          .importPackages("dev.jclip.moderation");

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.jclip.moderation.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void policiesKnowNothingOfHowImagesAreJudged() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.jclip.moderation.policy", "dev.jclip.moderation.view")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.jclip.moderation.head",
            "dev.jclip.moderation.learn",
            "dev.jclip.moderation.score",
            "dev.jclip.moderation.decision",
            "dev.jclip.moderation.threshold",
            "dev.jclip.moderation.video",
            "dev.jclip.moderation.record")
        .check(CLASSES);
  }

  @Test
  void yamlIsKnownByPoliciesAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jclip.moderation.policy")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(CLASSES);
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

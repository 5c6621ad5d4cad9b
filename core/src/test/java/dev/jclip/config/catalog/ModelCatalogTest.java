package dev.jclip.config.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogTest {
  private static final ModelCatalog CATALOG = ModelCatalog.load();

  @Test
  void everyArchitectureIsKnown() {
    assertThat(Architectures.load().all().keySet())
        .containsAll(
            CATALOG.entries().stream()
                .map(ModelCatalog.Entry::architecture)
                .filter(architecture -> !isSiglip(architecture))
                .toList());
  }

  /** Those of SigLIP are timm's, which the family's own package knows. */
  private static boolean isSiglip(String architecture) {
    return architecture.contains("SigLIP");
  }

  /** open_clip's name of an architecture means open_clip's files. */
  @ParameterizedTest
  @CsvSource({
    "ViT-B-16-SigLIP:webli,timm/ViT-B-16-SigLIP",
    "vit-so400m-14-siglip2-378:webli,timm/ViT-SO400M-14-SigLIP2-378",
    "google/siglip2-base-patch16-224,google/siglip2-base-patch16-224"
  })
  void findsSiglip(String name, String found) {
    ModelCatalog.Entry entry = CATALOG.find(name).orElseThrow();
    assertThat(entry.name()).isEqualTo(found);
    assertThat(isSiglip(entry.architecture())).isTrue();
  }

  @Test
  void namesAreUnique() {
    assertThat(CATALOG.entries()).extracting(ModelCatalog.Entry::name).doesNotHaveDuplicates();
  }

  @Test
  void everyEntryIsFoundByItsNameInAnyCase() {
    for (ModelCatalog.Entry entry : CATALOG.entries()) {
      assertThat(CATALOG.find(entry.name())).contains(entry);
      assertThat(CATALOG.find(entry.name().toUpperCase(Locale.ROOT))).contains(entry);
    }
  }

  @Test
  void everyEntryIsFoundByArchitectureAndTag() {
    for (ModelCatalog.Entry entry : CATALOG.entries()) {
      for (String architecture : new String[] {entry.architecture(), entry.plainArchitecture()}) {
        String name = architecture + ":" + entry.tag();
        assertThat(CATALOG.find(name.toLowerCase(Locale.ROOT)).orElseThrow())
            .satisfies(found -> assertThat(found.tag()).isEqualTo(entry.tag()))
            .satisfies(
                found ->
                    assertThat(found.plainArchitecture()).isEqualTo(entry.plainArchitecture()));
      }
    }
  }

  /** The names of OpenAI's {@code clip.available_models()}. */
  @ParameterizedTest
  @CsvSource({
    "RN50,RN50-quickgelu",
    "RN101,RN101-quickgelu",
    "RN50x4,RN50x4-quickgelu",
    "RN50x16,RN50x16-quickgelu",
    "RN50x64,RN50x64-quickgelu",
    "ViT-B/32,ViT-B-32-quickgelu",
    "ViT-B/16,ViT-B-16-quickgelu",
    "ViT-L/14,ViT-L-14-quickgelu",
    "ViT-L/14@336px,ViT-L-14-336-quickgelu",
    "vit-l/14@336PX,ViT-L-14-336-quickgelu",
    "ViT-L-14-336,ViT-L-14-336-quickgelu"
  })
  void findsOpenAisNames(String name, String architecture) {
    ModelCatalog.Entry entry = CATALOG.find(name).orElseThrow();
    assertThat(entry.architecture()).isEqualTo(architecture);
    assertThat(entry.tag()).isEqualTo("openai");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":", "openai", "ViT-B/32:unknown", "ViT-Z-1", "RN50px", "a/b", ":openai"})
  void unknownNamesAreNotFound(String name) {
    assertThat(CATALOG.find(name)).isEmpty();
  }
}

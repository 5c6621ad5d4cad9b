package dev.jclip.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
  private static final List<String> KNOWN =
      List.of(
          "openai/clip-vit-base-patch32",
          "openai/clip-vit-base-patch16",
          "openai/clip-vit-large-patch14",
          "laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
          "ViT-B-32");

  @Test
  void nearestComesFirst() {
    assertThat(NearestNames.find("openai/clip-vit-base-patch31", KNOWN, 2))
        .containsExactly("openai/clip-vit-base-patch32", "openai/clip-vit-base-patch16");
  }

  @Test
  void equalDistancesAreInTheOrderOfNames() {
    assertThat(NearestNames.find("b", List.of("c", "a"), 3)).containsExactly("a", "c");
  }

  @Test
  void caseDoesNotMatter() {
    assertThat(NearestNames.find("vit-b-32", KNOWN, 1)).containsExactly("ViT-B-32");
    assertThat(NearestNames.find("LAION/clip-vit-b-32-LAION2B-s34b-B79k", KNOWN, 1))
        .containsExactly("laion/CLIP-ViT-B-32-laion2B-s34B-b79K");
  }

  @Test
  void aWrongOrMissingOrganisationIsForgiven() {
    assertThat(NearestNames.find("clip-vit-base-patch32", KNOWN, 1))
        .containsExactly("openai/clip-vit-base-patch32");
    assertThat(NearestNames.find("facebookresearch/clip-vit-base-patch16", KNOWN, 1))
        .containsExactly("openai/clip-vit-base-patch16");
  }

  @Test
  void whatIsNotLikeItIsNotOffered() {
    assertThat(NearestNames.find("stabilityai/stable-diffusion-2", KNOWN, 3)).isEmpty();
    assertThat(NearestNames.find("x".repeat(100_000), KNOWN, 3)).isEmpty();
    assertThat(NearestNames.find("ViT-B-32", List.of(), 3)).isEmpty();
  }

  @Test
  void countsInsertionsDeletionsAndSubstitutions() {
    assertThat(NearestNames.find("kitten", List.of("sitting"), 1)).as("distance 3 > 2").isEmpty();
    assertThat(NearestNames.find("kitten", List.of("sitten", "kitte", "kittens"), 3))
        .containsExactly("kitte", "kittens", "sitten");
  }

  @Test
  void listsWhatThereIsNearestFirst() {
    assertThat(NearestNames.list("colour", List.of("size", "color", "Colour", "price")))
        .isEqualTo("Colour, color, price, size");
    assertThat(NearestNames.list("x", List.of())).isEqualTo("none");
    List<String> many = IntStream.range(10, 25).mapToObj(i -> "n" + i).toList();
    assertThat(NearestNames.list("n24", many)).startsWith("n24, n14, n20").endsWith(" and 3 more");
  }
}

package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.ClipException;
import dev.jclip.search.expression.Expression;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryParserTest {
  @TempDir private Path folder;
  private String image;

  @BeforeEach
  void makeImage() throws IOException {
    Path file = folder.resolve("a - b and not c.png");
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    image = file.toString();
  }

  @Test
  void sumsOfTextsAndImagesAreRead() {
    assertThat(QueryParser.sum(List.of("red shoe - heel")))
        .containsExactly(new WeightedTerm(1, "red shoe"), new WeightedTerm(-1, "heel"));
    assertThat(QueryParser.sum(List.of("red", "+", "0.5*" + image)))
        .containsExactly(new WeightedTerm(1, "red"), new WeightedTerm(0.5, image));
    assertThatThrownBy(() -> QueryParser.sum(List.of("red", "+")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("red +");
  }

  @Test
  void expressionsTakeAnImagesNameAsOneConcept() {
    assertThat(QueryParser.expression(List.of("shoe", "and", "not", image)))
        .isEqualTo(
            new Expression.And<>(
                List.of(
                    new Expression.Atom<>("shoe"),
                    new Expression.Not<>(new Expression.Atom<>(image)))));
    assertThat(QueryParser.expression(List.of("a or \"b and c\"")).atoms())
        .containsExactly("a", "b and c");
    assertThatThrownBy(() -> QueryParser.expression(List.of("a", "and")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found the end");
  }

  @Test
  void whatLooksLikeAnImagesPathMustBeThere() throws IOException {
    assertThat(PictureName.of(image)).contains(Path.of(image));
    assertThat(PictureName.of("a red shoe")).isEmpty();
    assertThat(PictureName.of("version 2.0")).isEmpty();
    Path text = Files.writeString(folder.resolve("notes.txt"), "text");
    assertThat(PictureName.of(text.toString())).as("reading it says what it is").contains(text);
    assertThatThrownBy(() -> PictureName.of(folder + "/none.jpg"))
        .isInstanceOf(ClipException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> PictureName.of(folder.toString()))
        .isInstanceOf(ClipException.class)
        .hasMessageContaining("is a folder");
  }
}

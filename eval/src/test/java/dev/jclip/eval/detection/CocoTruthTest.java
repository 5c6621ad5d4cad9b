package dev.jclip.eval.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What COCO's files may hold, and what is said of those that hold something else. */
class CocoTruthTest {
  private static final String TRUTH =
      """
      {"info": {"year": [2017, {}]}, "annotations": [
        {"id": 5, "image_id": 9, "category_id": 3, "bbox": [10, 20, 30, 40], "area": 700.5, "iscrowd": 0,
         "segmentation": [[1, 2, 3, 4, 5, 6]]},
        {"id": 6, "image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4], "iscrowd": 1}],
       "images": [{"id": 9, "file_name": "b.png"}, {"id": 2, "file_name": "a.png"}],
       "categories": [{"id": 3, "name": "mug"}, {"id": 1, "name": "book"}]}
      """;

  private static final String RESULTS =
      """
      [{"image_id": 9, "category_id": 3, "bbox": [10.5, 20, 30, 40], "score": 0.75}]
      """;

  @TempDir private Path folder;

  private CocoTruth truth(String json) throws IOException {
    return CocoTruth.read(Files.writeString(folder.resolve("truth.json"), json));
  }

  private List<ImageBoxes> detections(String json) throws IOException {
    return truth(TRUTH).readDetections(Files.writeString(folder.resolve("found.json"), json));
  }

  @Test
  void imagesAndCategoriesStandInTheOrderOfTheirIds() throws IOException {
    assertThat(truth(TRUTH).categories()).containsExactly("book", "mug");
    assertThat(detections(RESULTS))
        .containsExactly(
            new ImageBoxes("a.png", List.of(), List.of()),
            new ImageBoxes(
                "b.png",
                List.of(
                    new TruthBox(1, new Region(10, 20, 30, 40), 700.5, false),
                    new TruthBox(0, new Region(1, 2, 3, 4), 12, true)),
                List.of(new FoundBox(1, new Region(10.5, 20, 30, 40), 0.75))));
    assertThat(detections("[]")).allMatch(image -> image.found().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"image_id\": 9, \"category_id\": 1' | '\"image_id\": 8, \"category_id\": 1' | annotations[1].image_id: expected the id of one of the 2 images of",
        "'\"category_id\": 1' | '\"category_id\": 7' | annotations[1].category_id: expected the id of one of the 2 categories of",
        "'\"id\": 6' | '\"id\": 5' | annotations[1].id: expected another id in each annotation, found 5",
        "'{\"id\": 2,' | '{\"id\": 9,' | images[1].id: expected another id in each object of the list, found 9",
        "'{\"id\": 1,' | '{\"id\": 3,' | categories[1].id: expected another id in each object of the list, found 3",
        "'\"id\": 6,' | '' | annotations[1].id: expected a whole number, found no such key",
        "'[1, 2, 3, 4],' | '[1, 2, 3],' | annotations[1].bbox: expected a box",
        "'[1, 2, 3, 4],' | '[1, 2, -3, 4],' | annotations[1].bbox: expected a box",
        "'[1, 2, 3, 4],' | '[1, NaN, 3, 4],' | annotations[1].bbox: expected a box",
        "'700.5' | 'NaN' | annotations[0].area: expected a number",
        "'\"iscrowd\": 1' | '\"iscrowd\": 2' | 'annotations[1].iscrowd: expected 0 or 1, found 2'",
        "'\"images\"' | '\"pictures\"' | 'with the list \"images\", found none'",
        "'\"a.png\"' | '4' | images[1].file_name: expected a string, found 4",
        "'\"annotations\": [' | '\"annotations\": 3, \"more\": [' | annotations: expected a list of JSON objects, found 3",
        "'\"book\"}]}' | '\"book\"}]' | expected JSON: ",
        "'\"book\"}]}' | '\"book\"}]} 12' | 'expected the end of the file after its JSON, found 12 in line'",
      })
  void mistakesInWhatIsThereAreNamed(String right, String wrong, String message) {
    assertThat(TRUTH).contains(right);
    assertThatThrownBy(() -> truth(TRUTH.replace(right, wrong)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("truth.json: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"image_id\": 9' | '\"image_id\": 3' | [0].image_id: expected the id of one of the 2 images of",
        "'\"category_id\": 3' | '\"category_id\": 4' | [0].category_id: expected the id of one of the 2 categories of",
        "'0.75' | 'NaN' | '[0].score: expected a number, found \"NaN\"'",
        "', \"score\": 0.75' | '' | '[0].score: expected a number, found no such key'",
        "'30, 40' | '30, Infinity' | [0].bbox: expected a box",
        "'[{' | '[4, {' | '[0]: expected a JSON object, found 4'",
        "'}]' | '}' | expected JSON: ",
      })
  void mistakesInWhatWasFoundAreNamed(String right, String wrong, String message) {
    assertThat(RESULTS).contains(right);
    assertThatThrownBy(() -> detections(RESULTS.replace(right, wrong)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found.json: ")
        .hasMessageContaining(message);
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() {
    assertThatThrownBy(() -> detections(TRUTH))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is it the file of what is there?");
    assertThatThrownBy(() -> truth(RESULTS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a list");
    assertThatThrownBy(() -> CocoTruth.read(folder.resolve("none.json")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.json: cannot be read: no such file or folder");
    assertThatThrownBy(
            () ->
                truth(
                    TRUTH
                        .replaceFirst("\"images\": \\[.*?\\]", "\"images\": []")
                        .replaceFirst("(?s)\"annotations\": \\[.*?\\}\\]", "\"annotations\": []")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("images: expected one or more, found none");
  }
}

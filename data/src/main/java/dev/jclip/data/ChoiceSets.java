package dev.jclip.data;

import dev.jclip.data.file.JsonRecords;
import dev.jclip.error.DataException;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Opens tasks of matching captions and images. */
public final class ChoiceSets {
  private ChoiceSets() {}

  /**
   * Opens SugarCrepe's JSON ({@code {"0": {"filename", "caption", "negative_caption"}}}, one image
   * whose own caption comes first) and lists or lines of {@code {"image": "a.jpg", "captions":
   * ["right", "wrong"]}} or {@code {"images": ["a", "b"], "captions": [...]}}, in which an image's
   * caption has its index (Winoground). A task of which an image cannot be read, or that is not
   * like this, is skipped whole.
   *
   * @param imageRoot what paths are relative to; {@code null} for the folder of the file
   * @param name the set's name; {@code null} for the file's
   * @throws DataException if the file is not JSON, or has no tasks
   */
  public static ChoiceSet open(Path file, @Nullable Path imageRoot, @Nullable String name) {
    var tasks = new ArrayList<Task>();
    var faults = new ArrayList<Entry.Skipped<ChoiceSet.Choice>>();
    Path root = imageRoot == null ? file.toAbsolutePath().getParent() : imageRoot;
    JsonRecords.read(
        file,
        new JsonRecords.Consumer() {
          @Override
          public void accept(String section, String key, JsonNode node) {
            tasks.add(task(new RecordFields(file, key, node), root));
          }

          @Override
          public void fault(String key, String reason) {
            faults.add(new Entry.Skipped<>(key, reason));
          }
        });
    if (tasks.isEmpty()) {
      throw new DataException(
          "%s: expected tasks, found none%s"
              .formatted(
                  file,
                  faults.isEmpty() ? "" : "; the first fault: " + faults.getFirst().reason()));
    }
    List<Task> all = List.copyOf(tasks);
    return new ChoiceSet(
        DataNames.of(file.toString(), name),
        () -> Stream.concat(faults.stream(), all.stream().flatMap(Task::entries)));
  }

  private static Task task(RecordFields fields, @Nullable Path root) {
    List<String> images = new ArrayList<>(fields.texts("images"));
    if (images.isEmpty()) {
      images.add(fields.text(RecordFields.IMAGE));
    }
    List<String> captions = new ArrayList<>(fields.texts("captions"));
    if (captions.isEmpty()) {
      captions.add(fields.text(List.of("caption")));
      captions.addAll(fields.texts("negative_caption"));
    }
    if (captions.size() < 2 || captions.size() < images.size()) {
      throw fields.missing(
          "two captions or more and at least one an image (%d images, %d captions)"
              .formatted(images.size(), captions.size()));
    }
    List<Path> paths =
        images.stream().map(image -> DataNames.in(root, image, fields.file())).toList();
    return new Task(fields.key(), paths, captions);
  }

  private record Task(String name, List<Path> images, List<String> captions) {
    Stream<Entry<ChoiceSet.Choice>> entries() {
      var pictures = new ArrayList<byte[]>();
      for (Path image : images) {
        try {
          pictures.add(PictureFile.read(image));
        } catch (IOException e) {
          return Stream.of(
              new Entry.Skipped<>(
                  name, "task %s: %s: cannot be read: %s".formatted(name, image, IoReason.of(e))));
        }
      }
      return IntStream.range(0, images.size())
          .mapToObj(
              i ->
                  new Entry.Example<>(
                      images.size() == 1 ? name : name + "/" + i,
                      pictures.get(i),
                      new ChoiceSet.Choice(name, i, images.size(), captions)));
    }
  }
}

package dev.jclip.cli.command.detect;

import dev.jclip.cli.output.GradualFile;
import dev.jclip.cli.output.Version;
import dev.jclip.detect.Box;
import dev.jclip.image.RgbImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A COCO data set of what was found: boxes are cut at the image's sides, and those that lie beyond
 * are left out. The images stand after the annotations, which are written as they are found.
 */
final class CocoDataSet implements FoundListener {
  private final GradualFile file;
  private final List<Map<String, Object>> images = new ArrayList<>();
  private int annotations;

  CocoDataSet(Path file, List<String> labels) {
    this.file = new GradualFile(file);
    List<Map<String, Object>> categories =
        IntStream.range(0, labels.size()).mapToObj(i -> category(i, labels.get(i))).toList();
    this.file.write(
        "{\"info\":%s,\n\"licenses\":[],\n\"categories\":%s,\n\"annotations\":["
            .formatted(
                Coco.json(Map.of("description", "detections of jclip " + Version.NAME)),
                Coco.json(categories)));
  }

  private static Map<String, Object> category(int query, String label) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", Coco.category(query));
    members.put("name", label);
    members.put("supercategory", "object");
    return members;
  }

  @Override
  public void found(FoundImage image) {
    RgbImage pixels = image.image();
    images.add(image(image));
    for (FoundObject object : image.objects()) {
      Box box = object.detection().box().within(pixels.width(), pixels.height());
      if (box.area() > 0) {
        String before = annotations == 0 ? "\n" : ",\n";
        file.write(before + Coco.json(annotation(image, object, box)));
      }
    }
  }

  private static Map<String, Object> image(FoundImage image) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", image.number());
    members.put("file_name", image.name());
    members.put("width", image.image().width());
    members.put("height", image.image().height());
    return members;
  }

  private Map<String, Object> annotation(FoundImage image, FoundObject object, Box box) {
    annotations++;
    var members = new LinkedHashMap<String, Object>();
    members.put("id", annotations);
    members.putAll(Coco.place(image, object, box));
    members.put("area", object.region().map(region -> (double) region.area()).orElse(box.area()));
    members.put("iscrowd", 0);
    return members;
  }

  @Override
  public void finish() {
    file.write("],\n\"images\":%s}\n".formatted(Coco.json(images)));
    file.finish();
  }

  @Override
  public void close() {
    file.close();
  }
}

package dev.jclip.cli.command.detect;

import dev.jclip.cli.output.Answers;
import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what was found. */
record DetectionAnswers(Answers answers) implements FoundListener {
  @Override
  public void found(FoundImage image) {
    List<Detection> detections = image.objects().stream().map(FoundObject::detection).toList();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("input", image.name());
    fields.put("detections", detections.stream().map(DetectionAnswers::fields).toList());
    answers.give(fields, table(image.name(), detections));
  }

  private static Map<String, Object> fields(Detection detection) {
    Box box = detection.box();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("label", detection.label());
    fields.put("score", detection.score());
    fields.put("box", List.of(box.left(), box.top(), box.right(), box.bottom()));
    return fields;
  }

  private static String table(String name, List<Detection> detections) {
    if (detections.isEmpty()) {
      return name + "\n  nothing found";
    }
    return detections.stream()
        .map(DetectionAnswers::row)
        .collect(Collectors.joining("\n", name + "\n", ""));
  }

  private static String row(Detection detection) {
    Box box = detection.box();
    return String.format(
        Locale.ROOT,
        "  %.4f  %s  (%.1f, %.1f, %.1f, %.1f)",
        detection.score(),
        detection.label(),
        box.left(),
        box.top(),
        box.right(),
        box.bottom());
  }
}

package dev.jclip.cli.command.bench;

import dev.jclip.config.TowerPrecision;
import dev.jclip.model.precision.Cosines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found of the model in one precision.
 *
 * @param precision as the option names it
 * @param image what the image tower computes in
 * @param text what the text tower computes in
 * @param times of the cases that were measured
 * @param images embeddings of images, against float32's
 * @param texts embeddings of captions, against float32's
 */
record Result(
    String precision,
    TowerPrecision image,
    TowerPrecision text,
    Map<Case, Times> times,
    Startup startup,
    Cosines images,
    Cosines texts) {
  private static final double BYTES_A_MEGABYTE = 1e6;

  /** How people read them. */
  static final Table TABLE =
      new Table(
          List.of(
              new Table.Column("precision", "precision", "%-9s"),
              new Table.Column("imagesPerSecond", "images/s", "%8.1f"),
              new Table.Column("captionsPerSecond", "captions/s", "%10.1f"),
              new Table.Column("imageMsP50", "image ms", "%8.1f"),
              new Table.Column("imageMsP90", "p90", "%6.1f"),
              new Table.Column("imageMsP99", "p99", "%6.1f"),
              new Table.Column("captionMsP50", "caption ms", "%10.1f"),
              new Table.Column("filesPerSecond", "files/s", "%7.1f"),
              new Table.Column("startupSeconds", "startup s", "%9.2f"),
              new Table.Column("residentMb", "MB", "%5.0f"),
              new Table.Column("peakMb", "peak", "%5.0f"),
              new Table.Column("imageCosineMean", "image cos", "%9.5f"),
              new Table.Column("imageCosineLeast", "least", "%7.5f"),
              new Table.Column("textCosineMean", "text cos", "%8.5f"),
              new Table.Column("textCosineLeast", "least", "%7.5f"),
              new Table.Column("imagePrecision", "images in", "%-9s"),
              new Table.Column("textPrecision", "texts in", "%s")));

  /** As named values, for the table and for JSON. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", "precision");
    fields.put("precision", precision);
    fields.put("imagePrecision", image.toString());
    fields.put("textPrecision", text.toString());
    put(fields, "imagesPerSecond", Case.IMAGES, Percentiles.MIDDLE);
    put(fields, "captionsPerSecond", Case.CAPTIONS, Percentiles.MIDDLE);
    put(fields, "imageMsP50", Case.IMAGE, Percentiles.MIDDLE);
    put(fields, "imageMsP90", Case.IMAGE, 0.9);
    put(fields, "imageMsP99", Case.IMAGE, 0.99);
    put(fields, "captionMsP50", Case.CAPTION, Percentiles.MIDDLE);
    put(fields, "filesPerSecond", Case.FILES, Percentiles.MIDDLE);
    fields.put("startupSeconds", startup.seconds());
    startup
        .memory()
        .ifPresent(
            memory -> {
              fields.put("residentMb", memory.bytes() / BYTES_A_MEGABYTE);
              fields.put("peakMb", memory.peakBytes() / BYTES_A_MEGABYTE);
            });
    fields.put("imageCosineMean", images.mean());
    fields.put("imageCosineLeast", images.least());
    fields.put("textCosineMean", texts.mean());
    fields.put("textCosineLeast", texts.least());
    return fields;
  }

  private void put(Map<String, Object> fields, String key, Case timed, double share) {
    Times measured = times.get(timed);
    if (measured != null) {
      fields.put(key, timed.figure(measured, share));
    }
  }
}

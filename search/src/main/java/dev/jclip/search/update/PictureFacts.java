package dev.jclip.search.update;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import dev.jclip.image.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image's file says of itself: {@code width} and {@code height} in pixels, and from EXIF
 * {@code taken} (local time, ISO 8601), {@code camera}, {@code latitude} and {@code longitude} in
 * degrees.
 */
final class PictureFacts {
  private static final Pattern EXIF_TIME =
      Pattern.compile("(\\d{4}):(\\d{2}):(\\d{2}) (\\d{2}:\\d{2}:\\d{2}).*");

  private PictureFacts() {}

  static Map<String, String> of(byte[] file, RgbImage image) {
    var facts = new TreeMap<String, String>();
    facts.put("width", Integer.toString(image.width()));
    facts.put("height", Integer.toString(image.height()));
    try {
      addExif(ImageMetadataReader.readMetadata(new ByteArrayInputStream(file)), facts);
    } catch (ImageProcessingException | IOException | RuntimeException _) {
      return facts; // the pixels could be read, so EXIF that cannot is no reason to leave them out
    }
    return facts;
  }

  private static void addExif(Metadata metadata, Map<String, String> facts) {
    var camera = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    if (camera != null) {
      String name =
          Stream.of(ExifIFD0Directory.TAG_MAKE, ExifIFD0Directory.TAG_MODEL)
              .map(camera::getString)
              .filter(part -> part != null && !part.isBlank())
              .map(String::strip)
              .collect(Collectors.joining(" "));
      if (!name.isEmpty()) {
        facts.put("camera", name);
      }
    }
    var shot = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    String time = shot == null ? null : shot.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL);
    Matcher parts = EXIF_TIME.matcher(time == null ? "" : time);
    if (parts.matches()) {
      facts.put("taken", parts.replaceFirst("$1-$2-$3T$4"));
    }
    var gps = metadata.getFirstDirectoryOfType(GpsDirectory.class);
    GeoLocation place = gps == null ? null : gps.getGeoLocation();
    if (place != null && !place.isZero()) {
      facts.put("latitude", String.format(Locale.ROOT, "%.6f", place.getLatitude()));
      facts.put("longitude", String.format(Locale.ROOT, "%.6f", place.getLongitude()));
    }
  }
}

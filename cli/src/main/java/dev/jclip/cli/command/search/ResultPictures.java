package dev.jclip.cli.command.search;

import dev.jclip.cli.output.ContactSheet;
import dev.jclip.cli.output.Html;
import dev.jclip.cli.output.Png;
import dev.jclip.error.ImageException;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import dev.jclip.io.AtomicFile;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.query.SearchHit;
import dev.jclip.search.source.StoredPicture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Results to be looked at. Images that are gone meanwhile are shown as grey. */
final class ResultPictures {
  private static final int COLUMNS = 5;
  private static final int SIDE = 160;
  private static final int THUMBNAIL = 240;

  private ResultPictures() {}

  static void writeSheet(Path file, String query, List<SearchHit> hits, IndexSnapshot snapshot) {
    var sheet = new ContactSheet(SIDE);
    for (int from = 0; from < hits.size() || from == 0; from += COLUMNS) {
      var cells = new ArrayList<ContactSheet.Cell>();
      for (SearchHit hit : hits.subList(from, Math.min(hits.size(), from + COLUMNS))) {
        IndexedPicture picture = snapshot.picture(hit.ordinal());
        cells.add(
            new ContactSheet.Cell(
                RgbImage.of(thumbnail(picture.id(), SIDE)), ResultOptions.line(hit, picture)));
      }
      sheet.add(from == 0 ? query : "", cells);
    }
    sheet.write(file);
  }

  static void writePage(Path file, String query, List<SearchHit> hits, IndexSnapshot snapshot) {
    var html = new StringBuilder();
    html.append(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>%1$s</title>
        <style>
        body { font: 14px sans-serif; margin: 2em; background: #fafafa; color: #222 }
        main { display: flex; flex-wrap: wrap; gap: 1em }
        figure { margin: 0; width: 240px; background: #fff; padding: 8px; border: 1px solid #ddd }
        img { display: block; margin: 0 auto; max-width: 100%% }
        figcaption { margin-top: 6px; overflow-wrap: anywhere }
        dl { color: #777; font-size: 12px; margin: 4px 0 0 } dt, dd { display: inline; margin: 0 }
        </style>
        <h1>%1$s</h1>
        <main>
        """
            .formatted(Html.escaped(query)));
    for (SearchHit hit : hits) {
      appendFigure(html, hit, snapshot.picture(hit.ordinal()));
    }
    html.append("</main>\n");
    AtomicFile.write(file, html.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void appendFigure(StringBuilder html, SearchHit hit, IndexedPicture picture) {
    html.append("<figure><img alt=\"\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(Png.encode(thumbnail(picture.id(), THUMBNAIL))))
        .append("\"><figcaption title=\"")
        .append(Html.escaped(picture.id()))
        .append("\">")
        .append(Html.escaped(ResultOptions.line(hit, picture)))
        .append("<dl>");
    picture
        .metadata()
        .forEach(
            (name, value) ->
                html.append("<dt>")
                    .append(Html.escaped(name))
                    .append("</dt>: <dd>")
                    .append(Html.escaped(value))
                    .append("</dd><br>"));
    html.append("</dl></figcaption></figure>\n");
  }

  private static BufferedImage thumbnail(String id, int side) {
    var thumbnail = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = thumbnail.createGraphics();
    try {
      graphics.setColor(Color.LIGHT_GRAY);
      graphics.fillRect(0, 0, side, side);
      BufferedImage picture =
          ImageDecoder.create().decode(StoredPicture.read(id), id).toBufferedImage();
      double scale = (double) side / Math.max(picture.getWidth(), picture.getHeight());
      int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
      int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height, null);
    } catch (ImageException _) {
      return thumbnail;
    } finally {
      graphics.dispose();
    }
    return thumbnail;
  }
}

package dev.jclip.captioning.site;

import dev.jclip.captioning.site.Proposal.Kind;
import dev.jclip.error.DataException;
import dev.jclip.io.AtomicFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Proposals as a table that a person reviews: {@code kind} and {@code alt} may be changed, and rows
 * be deleted. UTF-8 with a header.
 */
public final class ReviewFile {
  private static final List<String> COLUMNS =
      List.of(
          "page",
          "line",
          "source",
          "kind",
          "alt",
          "confidence",
          "reason",
          "context",
          "place",
          "digest");
  private static final CSVFormat READ =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .get();

  private ReviewFile() {}

  /**
   * Writes a table.
   *
   * @throws DataException if the file cannot be written
   */
  public static void write(Path file, List<Proposal> proposals) {
    var text = new StringWriter();
    try (var csv = new CSVPrinter(text, CSVFormat.RFC4180)) {
      csv.printRecord(COLUMNS);
      for (Proposal proposal : proposals) {
        csv.printRecord(
            slashes(proposal.page()),
            proposal.line(),
            proposal.source(),
            proposal.kind().name().toLowerCase(Locale.ROOT),
            proposal.text(),
            String.format(Locale.ROOT, "%.3f", proposal.confidence()),
            proposal.reason(),
            proposal.context(),
            proposal.place(),
            proposal.digest());
      }
      AtomicFile.tryWrite(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new DataException(file + ": cannot be written: " + IoReason.of(e), e);
    }
  }

  private static String slashes(Path page) {
    return String.join("/", Stream.of(page.toString().split("[/\\\\]")).toList());
  }

  /**
   * Reads a table that was reviewed.
   *
   * @throws DataException if the file cannot be read, or a row is not as it was written; the
   *     message names the row
   */
  public static List<Proposal> read(Path file) {
    var proposals = new ArrayList<Proposal>();
    try (Reader reader = Files.newBufferedReader(file);
        var csv = READ.parse(reader)) {
      for (String column : COLUMNS) {
        if (!csv.getHeaderMap().containsKey(column)) {
          throw new DataException(
              "%s: expected the columns %s, found no %s".formatted(file, COLUMNS, column));
        }
      }
      for (CSVRecord row : csv) {
        proposals.add(proposal(file, row));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return proposals;
  }

  private static Proposal proposal(Path file, CSVRecord row) {
    String where = file + ", row " + (row.getRecordNumber() + 1);
    if (!row.isConsistent()) {
      throw new DataException(
          "%s: expected %d columns, found %d".formatted(where, COLUMNS.size(), row.size()));
    }
    try {
      return new Proposal(
          Path.of(row.get("page")),
          row.get("digest"),
          Integer.parseInt(row.get("place")),
          Integer.parseInt(row.get("line")),
          row.get("source"),
          Kind.valueOf(row.get("kind").strip().toUpperCase(Locale.ROOT)),
          row.get("alt"),
          Double.parseDouble(row.get("confidence")),
          row.get("reason"),
          row.get("context"));
    } catch (NumberFormatException | InvalidPathException e) {
      throw new DataException(where + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "%s: kind: expected text, decoration, person or nothing, found %s"
              .formatted(where, row.get("kind")),
          e);
    }
  }
}

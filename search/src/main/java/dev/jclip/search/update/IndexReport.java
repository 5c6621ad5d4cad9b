package dev.jclip.search.update;

import java.util.SortedMap;

/**
 * What became of the images of an update.
 *
 * @param indexed embedded and put in
 * @param unchanged as they were
 * @param removed taken out, since they are not there any more
 * @param failures what could not be read, and why
 * @param complete whether all sources were looked through, and the update not ended before
 */
public record IndexReport(
    long indexed,
    long unchanged,
    long removed,
    SortedMap<String, String> failures,
    boolean complete) {}

/**
 * Finds the images of a web site's pages that have no alternative text, proposes one, and writes
 * what was accepted into the pages, of which every other byte stays.
 *
 * <p>An {@code alt} attribute that is there, an empty one too, is its author's decision and is
 * never changed.
 *
 * <pre>{@code
 * Site site = Site.open(Path.of("public"));
 * Describer describer = (image, context) -> new Describer.Words("A red mug.", 0.9, "");
 * List<Proposal> proposals = new SiteReview(site, describer).proposals(System.err::println);
 * ReviewFile.write(Path.of("review.csv"), proposals);
 * }</pre>
 */
@NullMarked
package dev.jclip.captioning.site;

import org.jspecify.annotations.NullMarked;

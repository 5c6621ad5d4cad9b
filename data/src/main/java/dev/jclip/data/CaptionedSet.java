package dev.jclip.data;

import java.util.List;

/**
 * Images with their captions.
 *
 * @param name short, for people and file names
 * @param examples each with one or more captions
 */
public record CaptionedSet(String name, Examples<List<String>> examples) {}

package dev.jclip.data;

import java.util.List;

/**
 * Tasks in which captions and images must be matched.
 *
 * @param name short, for people and file names
 * @param examples the images; those of one task follow one another
 */
public record ChoiceSet(String name, Examples<Choice> examples) {
  /**
   * An image's part in a task.
   *
   * @param task the task's name, the same for all its images
   * @param imageIndex which of the task's images this is, from 0; the caption of this index
   *     describes it
   * @param images how many images the task has
   * @param captions all captions of the task, two or more
   */
  public record Choice(String task, int imageIndex, int images, List<String> captions) {
    /** Copies the captions. */
    public Choice {
      captions = List.copyOf(captions);
    }
  }
}

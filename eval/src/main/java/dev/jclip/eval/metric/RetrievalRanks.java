package dev.jclip.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each image and each caption finds its counterpart.
 *
 * @param captionImage M indices of the captions' images
 * @param imageRanks for each caption how many images come before its own
 * @param captionRanks for each image how many captions come before the first of its own; {@link
 *     #NEVER} for an image without captions
 */
public record RetrievalRanks(
    List<Integer> captionImage, List<Integer> imageRanks, List<Integer> captionRanks) {
  /** The rank of what is never found. */
  public static final int NEVER = Integer.MAX_VALUE;

  /** Copies the lists. */
  public RetrievalRanks {
    captionImage = List.copyOf(captionImage);
    imageRanks = List.copyOf(imageRanks);
    captionRanks = List.copyOf(captionRanks);
    if (captionImage.size() != imageRanks.size()) {
      throw new IllegalArgumentException(
          "imageRanks: expected %d, one a caption, found %d"
              .formatted(captionImage.size(), imageRanks.size()));
    }
  }

  /**
   * Ranks by cosine similarity. Memory is that of the vectors, twice.
   *
   * @param images N vectors of norm 1
   * @param captions M vectors of norm 1
   * @param captionImage for each caption the index of its image
   */
  public static RetrievalRanks of(
      List<float[]> images, List<float[]> captions, List<Integer> captionImage) {
    if (captions.size() != captionImage.size()) {
      throw new IllegalArgumentException(
          "captionImage: expected %d, one a caption, found %d"
              .formatted(captions.size(), captionImage.size()));
    }
    List<Integer> imageRanks =
        new Similarities(images)
            .rows(captions, (row, scores) -> Ranking.rank(scores, captionImage.get(row)))
            .toList();
    List<List<Integer>> own = captionsOf(images.size(), captionImage);
    List<Integer> captionRanks =
        new Similarities(captions)
            .rows(images, (row, scores) -> firstRank(scores, own.get(row)))
            .toList();
    return new RetrievalRanks(captionImage, imageRanks, captionRanks);
  }

  private static List<List<Integer>> captionsOf(int images, List<Integer> captionImage) {
    var captions = new ArrayList<List<Integer>>();
    for (int i = 0; i < images; i++) {
      captions.add(new ArrayList<>());
    }
    for (int caption = 0; caption < captionImage.size(); caption++) {
      captions.get(captionImage.get(caption)).add(caption);
    }
    return captions;
  }

  private static int firstRank(float[] scores, List<Integer> own) {
    int best = -1;
    for (int caption : own) {
      best = best < 0 || scores[caption] > scores[best] ? caption : best;
    }
    return best < 0 ? NEVER : Ranking.rank(scores, best);
  }
}

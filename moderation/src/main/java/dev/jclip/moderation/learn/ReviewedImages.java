package dev.jclip.moderation.learn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images about which people have said whether they belong to one category.
 *
 * @param images in any order
 */
public record ReviewedImages(List<Image> images) {
  /** Copies the list. */
  public ReviewedImages {
    images = List.copyOf(images);
  }

  /**
   * One image.
   *
   * @param embedding of the whole image, of norm 1; not copied
   * @param evidence of the category's sentences, a quarter of the background taken off; 0 for a
   *     category without sentences
   * @param probability what the category's sentences and heads say
   * @param belongs what was said in the review
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Image(float[] embedding, double evidence, double probability, boolean belongs) {}

  /** How many belong to the category. */
  public int positive() {
    return (int) images.stream().filter(Image::belongs).count();
  }

  /** How many do not. */
  public int negative() {
    return images.size() - positive();
  }

  double[] targets() {
    return images.stream().mapToDouble(image -> image.belongs() ? 1 : 0).toArray();
  }

  ReviewedImages at(List<Integer> places) {
    return new ReviewedImages(places.stream().map(images::get).toList());
  }

  /**
   * Places of the images in so many folds, each of which has its share of either label. The images
   * lie in them as they come.
   */
  List<List<Integer>> folds(int count) {
    var folds = new ArrayList<List<Integer>>();
    IntStream.range(0, count).forEach(_ -> folds.add(new ArrayList<>()));
    int next = 0;
    for (boolean label : new boolean[] {true, false}) {
      for (int i = 0; i < images.size(); i++) {
        if (images.get(i).belongs() == label) {
          folds.get(next++ % count).add(i);
        }
      }
    }
    return folds;
  }

  /** The places that are in none of a fold. */
  List<Integer> outside(List<Integer> fold) {
    var inside = new HashSet<>(fold);
    return IntStream.range(0, images.size()).boxed().filter(i -> !inside.contains(i)).toList();
  }
}

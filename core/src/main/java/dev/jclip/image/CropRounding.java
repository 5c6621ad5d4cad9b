package dev.jclip.image;

/**
 * Where a centre crop starts when an odd number of pixels is left over or missing. Both ways are in
 * use, and they show crops one pixel apart.
 */
public enum CropRounding {
  /**
   * Half a pixel goes to the even neighbour, and of an odd border the narrower half stands first:
   * torchvision, so OpenAI's CLIP and open_clip.
   */
  HALF_EVEN,
  /**
   * Half a pixel is dropped, and of an odd border the wider half stands first: the image processors
   * of transformers.
   */
  FLOOR,
  /** There is no crop: a scaled image that has not the size of the result is refused. */
  NO_CROP
}

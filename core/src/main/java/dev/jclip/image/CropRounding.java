package dev.jclip.image;

/**
 * Where a centre crop starts when an odd number of pixels is left over. Both are in use, and they
 * show crops one pixel apart.
 */
public enum CropRounding {
  /** Half a pixel goes to the even neighbour: torchvision, so OpenAI's CLIP and open_clip. */
  HALF_EVEN,
  /** Half a pixel is dropped: the image processors of transformers. */
  FLOOR
}

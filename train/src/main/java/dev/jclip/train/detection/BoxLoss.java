package dev.jclip.train.detection;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How far boxes, [..., 4] centre, width and height, are from others. */
final class BoxLoss {
  /** Keeps boxes without an area from being divided by 0. */
  private static final double SMALLEST_AREA = 1e-9;

  private BoxLoss() {}

  /** The sum of the absolute differences of the four numbers, [...]. */
  static Tensor distance(Tensor boxes, Tensor others) {
    return boxes.sub(others).abs().sum(-1);
  }

  /** 1 minus the generalised intersection over union (arXiv 1902.09630), [...] in 0..2. */
  static Tensor lack(Tensor boxes, Tensor others) {
    Corners a = Corners.of(boxes);
    Corners b = Corners.of(others);
    Tensor shared = a.within(b).area();
    Tensor union = a.area().add(b.area()).sub(shared);
    Tensor hull = a.around(b).area();
    Tensor generalised = ratio(shared, union).sub(ratio(hull.sub(union), hull));
    return generalised.neg().add(new Scalar(1));
  }

  private static Tensor ratio(Tensor part, Tensor whole) {
    return part.div(whole.add(new Scalar(SMALLEST_AREA)));
  }

  private record Corners(Tensor left, Tensor top, Tensor right, Tensor bottom) {
    static Corners of(Tensor boxes) {
      var half = new Scalar(0.5);
      Tensor x = boxes.select(-1, 0);
      Tensor y = boxes.select(-1, 1);
      Tensor halfWidth = boxes.select(-1, 2).mul(half);
      Tensor halfHeight = boxes.select(-1, 3).mul(half);
      return new Corners(x.sub(halfWidth), y.sub(halfHeight), x.add(halfWidth), y.add(halfHeight));
    }

    /** What both cover; where they do not meet, it is inside out. */
    Corners within(Corners other) {
      return new Corners(
          torch.maximum(left, other.left),
          torch.maximum(top, other.top),
          torch.minimum(right, other.right),
          torch.minimum(bottom, other.bottom));
    }

    /** The smallest rectangle around both. */
    Corners around(Corners other) {
      return new Corners(
          torch.minimum(left, other.left),
          torch.minimum(top, other.top),
          torch.maximum(right, other.right),
          torch.maximum(bottom, other.bottom));
    }

    /** 0 where it is inside out. */
    Tensor area() {
      return torch.relu(right.sub(left)).mul(torch.relu(bottom.sub(top)));
    }
  }
}

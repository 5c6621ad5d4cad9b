package dev.jclip.detect;

/** Which of an example's detections becomes the query, of those that fit the example's place. */
public enum ExampleChoice {
  /** The one whose vector is least like the example's average, as in OWL-ViT's own rule. */
  LEAST_COMMON,
  /** The one that is most likely an object at all, as OWLv2 says it of each detection. */
  MOST_OBJECT_LIKE
}

package dev.jclip.grounding.rosbridge;

/**
 * What is subscribed.
 *
 * @param topic its name
 * @param type of its messages
 * @param throttleRate the minimum time between two messages in milliseconds; 0 for all
 * @param queueLength how many messages wait at most, at the server and here; the newest are kept
 */
public record TopicRequest(String topic, String type, int throttleRate, int queueLength) {
  /**
   * @throws IllegalArgumentException if the throttle rate is negative, or no message may wait
   */
  public TopicRequest {
    if (throttleRate < 0 || queueLength < 1) {
      throw new IllegalArgumentException(
          "expected throttleRate >= 0 and queueLength >= 1, found %d and %d"
              .formatted(throttleRate, queueLength));
    }
  }
}

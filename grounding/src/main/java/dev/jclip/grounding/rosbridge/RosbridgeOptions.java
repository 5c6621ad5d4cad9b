package dev.jclip.grounding.rosbridge;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a rosbridge server is spoken to.
 *
 * @param uri of the server, such as {@code ws://robot:9090}
 * @param connectTimeout how long one try to connect may take
 * @param heartbeat how often a ping is sent; a server that is silent for three of them counts as
 *     lost
 * @param firstRetry how long to wait before the first try to connect again; each further try waits
 *     twice as long
 * @param longestRetry the maximum time between two tries
 * @param maxMessageChars the maximum length of one message, together with its fragments, and of all
 *     that waits to be sent
 * @param maxRequests the maximum number of service calls and goals that wait for an answer
 * @param goalStatus what can be asked about goals whose connection was cut
 */
public record RosbridgeOptions(
    URI uri,
    Duration connectTimeout,
    Duration heartbeat,
    Duration firstRetry,
    Duration longestRetry,
    int maxMessageChars,
    int maxRequests,
    Optional<GoalStatus> goalStatus) {

  /**
   * A service of the robot that knows what became of goals. Its request is {@code {goal_id}}; its
   * response holds {@code status}, a number of {@code action_msgs/GoalStatus}, 0 where the robot
   * has never seen the goal, and the fields of the action's result. The robot must carry out a
   * goal's id at most once, however often it is sent.
   *
   * @param service its name
   * @param every how often it is asked while the goal is being carried out
   */
  public record GoalStatus(String service, Duration every) {
    /**
     * @throws IllegalArgumentException if the time is not above 0
     */
    public GoalStatus {
      requirePositive("every", every);
    }
  }

  /**
   * @throws IllegalArgumentException if the URI is not of a WebSocket, or a number is not above 0
   */
  public RosbridgeOptions {
    if (!"ws".equals(uri.getScheme()) && !"wss".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "uri: expected ws://HOST:PORT or wss://HOST:PORT, found " + uri);
    }
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("heartbeat", heartbeat);
    requirePositive("firstRetry", firstRetry);
    requirePositive("longestRetry", longestRetry);
    if (maxMessageChars < 1 || maxRequests < 1) {
      throw new IllegalArgumentException(
          "maxMessageChars, maxRequests: expected at least 1, found %d and %d"
              .formatted(maxMessageChars, maxRequests));
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + ": expected more than 0, found " + value);
    }
  }

  /** The usual ways to speak to a server. */
  public static Builder builder(URI uri) {
    return new Builder(uri);
  }

  /** Collects options; not safe for many threads. */
  public static final class Builder {
    private final URI uri;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration heartbeat = Duration.ofSeconds(5);
    private Duration firstRetry = Duration.ofMillis(200);
    private Duration longestRetry = Duration.ofSeconds(10);
    private int maxMessageChars = 16 << 20;
    private int maxRequests = 256;
    private Optional<GoalStatus> goalStatus = Optional.empty();

    private Builder(URI uri) {
      this.uri = uri;
    }

    /** How long one try to connect may take; 10 seconds if not said. */
    public Builder connectTimeout(Duration time) {
      connectTimeout = time;
      return this;
    }

    /** How often a ping is sent; each 5 seconds if not said. */
    public Builder heartbeat(Duration time) {
      heartbeat = time;
      return this;
    }

    /** How long to wait before the first try to connect again, and at most; 0.2 and 10 seconds. */
    public Builder retry(Duration first, Duration longest) {
      firstRetry = first;
      longestRetry = longest;
      return this;
    }

    /**
     * The maximum length of one message; 16 Mi characters if not said, enough for an uncompressed
     * image of 1920x1080 pixels.
     */
    public Builder maxMessageChars(int chars) {
      maxMessageChars = chars;
      return this;
    }

    /** The maximum number of requests that wait for an answer; 256 if not said. */
    public Builder maxRequests(int requests) {
      maxRequests = requests;
      return this;
    }

    /** What can be asked about goals whose connection was cut; nothing if not said. */
    public Builder goalStatus(String service, Duration every) {
      goalStatus = Optional.of(new GoalStatus(service, every));
      return this;
    }

    /** The options. */
    public RosbridgeOptions build() {
      return new RosbridgeOptions(
          uri,
          connectTimeout,
          heartbeat,
          firstRetry,
          longestRetry,
          maxMessageChars,
          maxRequests,
          goalStatus);
    }
  }
}

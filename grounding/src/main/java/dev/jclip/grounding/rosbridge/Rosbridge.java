package dev.jclip.grounding.rosbridge;

import dev.jclip.grounding.robot.RobotException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A client of a rosbridge server: topics, services and actions.
 *
 * <p>When the connection is lost, the client connects again, with longer and longer pauses,
 * advertises and subscribes anew, and takes care of what waits for an answer as {@link WhenCut}
 * says: every call and every goal gets exactly one {@link Reply}. Messages, queues and the number
 * of requests are bounded, and a server that sends faster than its messages are dealt with has to
 * wait.
 *
 * <p>Safe for use by many threads. {@link #close} ends all threads.
 */
public final class Rosbridge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rosbridge.class);

  private final String name = "jclip-" + UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong ids = new AtomicLong();
  private final Loop loop = new Loop("rosbridge-" + name);
  private final CompletableFuture<Boolean> firstOpened = new CompletableFuture<>();
  private final Connection connection;
  private final Requests requests;
  private final Topics topics;

  private Rosbridge(RosbridgeOptions options) {
    connection = new Connection(options, loop, new Dispatcher());
    requests = new Requests(options, loop, connection::send, connection::isOpen);
    topics = new Topics(connection::send, connection::isOpen);
  }

  /**
   * Connects.
   *
   * @throws RobotException if no server answers within {@link RosbridgeOptions#connectTimeout}
   */
  public static Rosbridge connect(RosbridgeOptions options) {
    var bridge = new Rosbridge(options);
    bridge.loop.run(bridge.connection::start);
    try {
      bridge.firstOpened.get(options.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
      return bridge;
    } catch (TimeoutException | ExecutionException e) {
      bridge.close();
      throw new RobotException(
          "%s: expected a rosbridge server, found none within %d ms; start it (ros2 launch"
                  .formatted(options.uri(), options.connectTimeout().toMillis())
              + " rosbridge_server rosbridge_websocket_launch.xml) or correct the address",
          e);
    } catch (InterruptedException e) {
      bridge.close();
      Thread.currentThread().interrupt();
      throw new RobotException(options.uri() + ": interrupted while connecting", e);
    }
  }

  private final class Dispatcher implements Connection.Events {
    @Override
    public void opened() {
      firstOpened.complete(true);
      topics.opened();
      requests.opened();
    }

    @Override
    public void received(JsonNode message) {
      switch (message.path("op").asString("")) {
        case "publish" -> topics.published(message);
        case "service_response" -> requests.serviceResponse(message);
        case "action_feedback" -> requests.actionFeedback(message);
        case "action_result" -> requests.actionResult(message);
        case "status" -> status(message);
        default -> LOG.debug("a message that was not asked for is ignored: {}", message.path("op"));
      }
    }

    private void status(JsonNode message) {
      String level = message.path("level").asString("");
      if (level.equals("error")) {
        LOG.warn("the server says: {}", message.path("msg").asString(""));
        requests.error(message);
      } else {
        LOG.info("the server says ({}): {}", level, message.path("msg").asString(""));
      }
    }

    @Override
    public void cut(String reason) {
      requests.cut(reason);
    }
  }

  /** An id that no other client and no other request has. */
  public String newId(String what) {
    return "%s:%s:%d".formatted(what, name, ids.incrementAndGet());
  }

  /**
   * Advertises a topic.
   *
   * @param queueLength how many messages wait for a connection at most
   */
  public Publisher advertise(String topic, String type, int queueLength) {
    if (queueLength < 1) {
      throw new IllegalArgumentException("queueLength: expected at least 1, found " + queueLength);
    }
    String id = newId("advertise");
    run(() -> topics.advertise(id, topic, type, queueLength));
    return new Publisher(
        message -> run(() -> topics.publish(id, message)),
        () -> loop.run(() -> topics.unadvertise(id)));
  }

  /** Subscribes to a topic. */
  public Subscription subscribe(TopicRequest request) {
    String id = newId("subscribe");
    var subscription = new Subscription(request, () -> loop.run(() -> topics.unsubscribe(id)));
    run(() -> topics.subscribe(id, subscription));
    return subscription;
  }

  /**
   * Calls a service and waits for the reply, which comes at the latest when the call's time is
   * over.
   */
  public Reply call(ServiceCall call) {
    String id = newId("call");
    var reply = new CompletableFuture<Reply>();
    run(() -> requests.call(id, call, reply));
    return Replies.await(reply);
  }

  /** Gives a goal to an action. */
  public Goal send(GoalRequest goal) {
    var reply = new CompletableFuture<Reply>();
    var feedback = new AtomicReference<Optional<JsonNode>>(Optional.empty());
    run(
        () -> {
          try {
            requests.send(goal, reply, latest -> feedback.set(Optional.of(latest)));
          } catch (IllegalArgumentException e) {
            reply.completeExceptionally(e);
          }
        });
    return new Goal(goal.id(), reply, feedback, () -> loop.run(() -> requests.cancel(goal.id())));
  }

  private void run(Runnable task) {
    if (!loop.run(task)) {
      throw new IllegalStateException("the connection to the robot is closed; open a new one");
    }
  }

  /** Ends the connection; what waits for an answer gets its reply, and all threads end. */
  @Override
  public void close() {
    loop.close(
        () -> {
          requests.end();
          connection.end();
        });
    connection.close();
  }
}

package dev.jclip.grounding.rosbridge;

import dev.jclip.detect.Box;
import dev.jclip.grounding.robot.Answer;
import dev.jclip.grounding.robot.Camera;
import dev.jclip.grounding.robot.Depth;
import dev.jclip.grounding.robot.Destination;
import dev.jclip.grounding.robot.Direction;
import dev.jclip.grounding.robot.Outcome;
import dev.jclip.grounding.robot.Pose;
import dev.jclip.grounding.robot.Robot;
import dev.jclip.grounding.robot.RobotException;
import dev.jclip.grounding.robot.SpaceBox;
import dev.jclip.grounding.robot.Target;
import dev.jclip.grounding.robot.View;
import dev.jclip.image.RgbImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A robot that speaks ROS 2. Images are those of a camera's topics; each of the actions {@code
 * pick}, {@code place}, {@code point}, {@code push} and {@code open} takes a target; {@code say} is
 * a topic of strings and {@code ask} a service, all below {@link RosNames#namespace}. {@code
 * docs/robots.md} has their definitions.
 *
 * <p>An action whose connection is cut is never sent again in silence: where {@link
 * RosbridgeOptions#goalStatus} names a service, the robot is asked what became of it, and otherwise
 * its outcome is {@link Outcome.Unknown}. A question to a person is asked again.
 *
 * <p>Safe for use by many threads; actions are carried out one after the other.
 */
public final class RosRobot implements Robot {
  private static final RosMessages MESSAGES = RosVersion.ROS_2.messages();
  private static final int SAID_BEFORE_CONNECTED = 16;
  private static final int ALL = 0;

  private final Rosbridge bridge;
  private final RosNames names;
  private final RosTimes times;
  private final Publisher say;
  private final Publisher targetPose;
  private final Publisher detections2D;
  private final Publisher detections3D;
  private final ReentrantLock acting = new ReentrantLock();

  /**
   * Takes a connection, and closes it when the robot is closed.
   *
   * @param names what the robot's topics, service and actions are called
   */
  public RosRobot(Rosbridge bridge, RosNames names, RosTimes times) {
    this.bridge = bridge;
    this.names = names;
    this.times = times;
    say =
        bridge.advertise(
            names.in("say"), MESSAGES.type("std_msgs", "String"), SAID_BEFORE_CONNECTED);
    targetPose =
        bridge.advertise(names.in("target_pose"), MESSAGES.type("geometry_msgs", "PoseStamped"), 1);
    detections2D =
        bridge.advertise(
            names.in("detections_2d"), MESSAGES.type("vision_msgs", "Detection2DArray"), 1);
    detections3D =
        bridge.advertise(
            names.in("detections_3d"), MESSAGES.type("vision_msgs", "Detection3DArray"), 1);
  }

  /**
   * The first image that comes, with the first depth and the first camera where the robot has
   * topics of them.
   */
  @Override
  public View look() {
    long end = System.nanoTime() + times.look().toNanos();
    try (Subscription images = subscribe(names.image(), names.imageType())) {
      Optional<JsonNode> depth =
          names.depth().map(topic -> first(topic, MESSAGES.type("sensor_msgs", "Image"), end));
      Optional<JsonNode> camera =
          names
              .camera()
              .map(topic -> first(topic, MESSAGES.type("sensor_msgs", "CameraInfo"), end));
      JsonNode message = first(images, names.image(), end);
      RgbImage image = new RosImages(names.image()).image(message);
      return view(
          image,
          message,
          depth.map(found -> new RosImages(names.depth().orElseThrow()).depth(found)),
          camera.map(found -> new RosImages(names.camera().orElseThrow()).camera(found)));
    }
  }

  private View view(
      RgbImage image, JsonNode message, Optional<Depth> depth, Optional<Camera> camera) {
    try {
      return new View(image, RosImages.time(message), RosImages.frameId(message), depth, camera);
    } catch (IllegalArgumentException e) {
      throw new RobotException(
          "%s: the topics of depth and camera do not belong to this image: %s"
              .formatted(names.image(), e.getMessage()),
          e);
    }
  }

  private Subscription subscribe(String topic, String type) {
    return bridge.subscribe(new TopicRequest(topic, type, ALL, 1));
  }

  private JsonNode first(String topic, String type, long end) {
    try (Subscription subscription = subscribe(topic, type)) {
      return first(subscription, topic, end);
    }
  }

  private JsonNode first(Subscription subscription, String topic, long end) {
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    return subscription
        .next(left)
        .orElseThrow(
            () ->
                new RobotException(
                    "%s: expected a message within %d ms, found none; check the topic's name and that the camera runs"
                        .formatted(topic, times.look().toMillis())));
  }

  /** Publishes what was found in a view; in space only what is in the frame of the first. */
  public void show(View view, List<TrackedObject> objects) {
    detections2D.publish(MESSAGES.detections2D(view.time(), view.frameId(), objects));
    objects.stream()
        .flatMap(object -> object.space().stream())
        .findFirst()
        .map(space -> space.center().frameId())
        .ifPresent(
            frameId -> detections3D.publish(MESSAGES.detections3D(view.time(), frameId, objects)));
  }

  @Override
  public Outcome pick(Target target) {
    return act("pick", target, "");
  }

  @Override
  public Outcome place(Destination destination) {
    return switch (destination) {
      case Destination.Beside(var side, Target reference) ->
          act("place", reference, side.toString());
      case Destination.Between(Target first, Target second) ->
          act(
              "place",
              Target.inImage(
                  first.words() + " and " + second.words(), around(first.box(), second.box())),
              "between");
      case Destination.Point(double x, double y, Optional<Pose> pose) ->
          act(
              "place",
              new Target(
                  "a place",
                  new Box(x, y, x, y),
                  pose.map(place -> new SpaceBox(place, 0, 0, 0)),
                  Optional.empty()),
              "at");
      case Destination.FreePlace() ->
          act("place", Target.inImage("a free place", new Box(0, 0, 0, 0)), "free");
      case Destination.Person() ->
          act("place", Target.inImage("the person", new Box(0, 0, 0, 0)), "person");
    };
  }

  private static Box around(Box a, Box b) {
    return new Box(
        Math.min(a.left(), b.left()),
        Math.min(a.top(), b.top()),
        Math.max(a.right(), b.right()),
        Math.max(a.bottom(), b.bottom()));
  }

  @Override
  public Outcome point(Target target) {
    return act("point", target, "");
  }

  @Override
  public Outcome push(Target target, Direction direction) {
    return act("push", target, direction.toString());
  }

  @Override
  public Outcome open(Target target) {
    return act("open", target, "");
  }

  private Outcome act(String verb, Target target, String where) {
    acting.lock();
    try {
      Optional<Pose> pose = target.grasp().or(() -> target.space().map(SpaceBox::center));
      pose.ifPresent(known -> targetPose.publish(MESSAGES.poseStamped(Instant.now(), known)));
      String id = bridge.newId(verb);
      return outcome(
          bridge
              .send(
                  new GoalRequest(
                      id,
                      names.in(verb),
                      names.actionType(),
                      message(id, verb, target, where),
                      times.act(),
                      WhenCut.ASK_AGAIN))
              .await());
    } finally {
      acting.unlock();
    }
  }

  private static ObjectNode message(String id, String verb, Target target, String where) {
    ObjectNode message =
        RosMessages.object().put("goal_id", id).put("verb", verb).put("what", target.words());
    message.set("box", MESSAGES.box(target.box()));
    message.set("pose", stamped(target.space().map(SpaceBox::center)));
    message.set(
        "size",
        target
            .space()
            .map(space -> RosMessages.vector(space.sizeX(), space.sizeY(), space.sizeZ()))
            .orElseGet(() -> RosMessages.vector(0, 0, 0)));
    message.set("grasp", stamped(target.grasp()));
    return message.put("where", where);
  }

  /** What is not known has no frame. */
  private static ObjectNode stamped(Optional<Pose> pose) {
    return MESSAGES.poseStamped(Instant.EPOCH, pose.orElse(Pose.NOWHERE));
  }

  private static Outcome outcome(Reply reply) {
    return switch (reply) {
      case Reply.Values(JsonNode values) ->
          values.path("success").asBoolean(true)
              ? new Outcome.Done()
              : new Outcome.Failed(values.path("reason").asString("the robot gives no reason"));
      case Reply.Refused(String reason) -> new Outcome.Failed(reason);
      case Reply.TimedOut(Duration after) -> new Outcome.TimedOut(after);
      case Reply.Unknown(String reason) -> new Outcome.Unknown(reason);
    };
  }

  /** Done when the words are on their way; without a connection, the latest wait for one. */
  @Override
  public Outcome say(String text) {
    say.publish(MESSAGES.string(text));
    return new Outcome.Done();
  }

  @Override
  public Answer ask(String question) {
    acting.lock();
    try {
      Reply reply =
          bridge.call(
              new ServiceCall(
                  names.in("ask"),
                  RosMessages.object().put("question", question),
                  times.answer(),
                  WhenCut.ASK_AGAIN));
      if (reply instanceof Reply.Values(JsonNode values)) {
        String text = values.path("answer").asString("");
        return text.isBlank()
            ? new Answer.Missing(new Outcome.Failed("nobody answered"))
            : new Answer.Given(text);
      }
      return new Answer.Missing(outcome(reply));
    } finally {
      acting.unlock();
    }
  }

  @Override
  public void close() {
    bridge.close();
  }
}

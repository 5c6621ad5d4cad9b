package dev.jclip.grounding.rosbridge;

import dev.jclip.grounding.rosbridge.RosbridgeOptions.GoalStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Service calls and goals that wait for an answer, over any number of connections. Each gets
 * exactly one reply: the server's, or that time is up, or that nobody knows. An answer to what no
 * longer waits is ignored. For the loop alone.
 */
final class Requests {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** {@code action_msgs/GoalStatus}. */
  private static final List<String> STATUSES =
      List.of("unknown", "accepted", "executing", "canceling", "succeeded", "canceled", "aborted");

  private static final int NEVER_SEEN = 0;
  private static final int ACCEPTED = 1;
  private static final int EXECUTING = 2;
  private static final int CANCELING = 3;
  private static final int SUCCEEDED = 4;
  private static final int CANCELED = 5;
  private static final int ABORTED = 6;

  private final Loop loop;
  private final Consumer<JsonNode> sender;
  private final BooleanSupplier open;
  private final int maxRequests;
  private final Optional<GoalStatus> goalStatus;
  private final Map<String, Request> waiting = new LinkedHashMap<>();
  private final Deque<JsonNode> unsentCancels = new ArrayDeque<>();

  /** What waits. */
  private static class Request {
    final String id;
    final ObjectNode message;
    final WhenCut whenCut;
    final CompletableFuture<Reply> reply;
    Loop.Plan deadline = () -> {};

    /** Whether the server may have it. */
    boolean sent;

    Request(String id, ObjectNode message, WhenCut whenCut, CompletableFuture<Reply> reply) {
      this.id = id;
      this.message = message;
      this.whenCut = whenCut;
      this.reply = reply;
    }
  }

  private static final class GoalInProgress extends Request {
    final GoalRequest goal;
    final Consumer<JsonNode> feedback;
    boolean cancelled;

    /** Whether the robot is being asked what became of it. */
    boolean inquired;

    GoalInProgress(
        GoalRequest goal,
        ObjectNode message,
        CompletableFuture<Reply> reply,
        Consumer<JsonNode> feedback) {
      super(goal.id(), message, goal.whenCut(), reply);
      this.goal = goal;
      this.feedback = feedback;
    }

    ObjectNode cancelMessage() {
      return JSON.createObjectNode()
          .put("op", "cancel_action_goal")
          .put("id", id)
          .put("action", goal.action());
    }
  }

  Requests(RosbridgeOptions options, Loop loop, Consumer<JsonNode> sender, BooleanSupplier open) {
    this.loop = loop;
    this.sender = sender;
    this.open = open;
    maxRequests = options.maxRequests();
    goalStatus = options.goalStatus();
  }

  /** Calls a service, now or when there is a connection. */
  void call(String id, ServiceCall call, CompletableFuture<Reply> reply) {
    Request request = request(id, call, reply);
    admit(request, call.timeout(), () -> outOfTime(request, call));
  }

  private static Request request(String id, ServiceCall call, CompletableFuture<Reply> reply) {
    ObjectNode message =
        JSON.createObjectNode()
            .put("op", "call_service")
            .put("id", id)
            .put("service", call.service())
            .set("args", call.args());
    message.put("timeout", call.timeout().toMillis() / 1000.0);
    return new Request(id, message, call.whenCut(), reply);
  }

  private void outOfTime(Request request, ServiceCall call) {
    finish(request, new Reply.TimedOut(call.timeout()));
  }

  /** Sends a goal, now or when there is a connection. */
  void send(GoalRequest goal, CompletableFuture<Reply> reply, Consumer<JsonNode> feedback) {
    ObjectNode message =
        JSON.createObjectNode()
            .put("op", "send_action_goal")
            .put("id", goal.id())
            .put("action", goal.action())
            .put("action_type", goal.type())
            .set("args", goal.args());
    message.put("feedback", true);
    var request = new GoalInProgress(goal, message, reply, feedback);
    admit(request, goal.timeout(), () -> outOfTime(request));
  }

  private void admit(Request request, Duration timeout, Runnable late) {
    if (waiting.containsKey(request.id)) {
      throw new IllegalArgumentException(
          "id: expected a new one, found %s, which waits for an answer".formatted(request.id));
    }
    if (waiting.size() < maxRequests) {
      add(request, timeout, late);
    } else {
      request.reply.complete(
          new Reply.Refused(
              "%d requests wait for an answer; raise maxRequests or ask for less at a time"
                  .formatted(waiting.size())));
    }
  }

  private void add(Request request, Duration timeout, Runnable late) {
    waiting.put(request.id, request);
    request.deadline = loop.after(timeout, late);
    if (open.getAsBoolean()) {
      dispatch(request);
    }
  }

  private void dispatch(Request request) {
    request.sent = true;
    sender.accept(request.message);
  }

  private void finish(Request request, Reply reply) {
    if (waiting.remove(request.id, request)) {
      request.deadline.callOff();
      request.reply.complete(reply);
    }
  }

  private void outOfTime(GoalInProgress goal) {
    if (goal.sent) {
      sendCancel(goal);
    }
    finish(goal, new Reply.TimedOut(goal.goal.timeout()));
  }

  /** A robot that cannot be reached is told as soon as it can. */
  private void sendCancel(GoalInProgress goal) {
    if (open.getAsBoolean()) {
      sender.accept(goal.cancelMessage());
    } else {
      if (unsentCancels.size() == maxRequests) {
        unsentCancels.removeFirst();
      }
      unsentCancels.addLast(goal.cancelMessage());
    }
  }

  /** Asks for a goal's end; the reply says whether it came to that. */
  void cancel(String id) {
    if (!(waiting.get(id) instanceof GoalInProgress goal)) {
      return;
    }
    if (goal.sent) {
      goal.cancelled = true;
      sendCancel(goal);
    } else {
      finish(goal, new Reply.Refused("canceled before it was sent"));
    }
  }

  /** There is a connection again: what was not sent is sent, what was cut is asked about. */
  void opened() {
    unsentCancels.forEach(sender);
    unsentCancels.clear();
    for (Request request : List.copyOf(waiting.values())) {
      if (!request.sent || !(request instanceof GoalInProgress goal)) {
        dispatch(request);
      } else if (!goal.inquired) {
        goal.inquired = true;
        inquire(goal);
      }
    }
  }

  /** The connection is gone, and with it the answers to what must not be asked twice. */
  void cut(String reason) {
    for (Request request : List.copyOf(waiting.values())) {
      if (request.sent && !isAskedAgain(request)) {
        finish(
            request, new Reply.Unknown("the connection was cut before the answer came: " + reason));
      }
    }
  }

  private boolean isAskedAgain(Request request) {
    return request.whenCut == WhenCut.ASK_AGAIN
        && (goalStatus.isPresent() || !(request instanceof GoalInProgress));
  }

  private void inquire(GoalInProgress goal) {
    if (isWaiting(goal)) {
      goalStatus.ifPresent(service -> inquire(goal, service));
    }
  }

  private void inquire(GoalInProgress goal, GoalStatus service) {
    var reply = new CompletableFuture<Reply>();
    var _ = reply.thenAccept(answer -> told(goal, service, answer));
    var call =
        new ServiceCall(
            service.service(),
            JSON.createObjectNode().put("goal_id", goal.id),
            goal.goal.timeout(),
            WhenCut.ASK_AGAIN);
    Request request = request("status:" + goal.id, call, reply);
    add(request, call.timeout(), () -> outOfTime(request, call));
  }

  private boolean isWaiting(Request request) {
    return waiting.get(request.id) == request;
  }

  private void told(GoalInProgress goal, GoalStatus service, Reply answer) {
    if (!isWaiting(goal)) {
      return;
    }
    if (!(answer instanceof Reply.Values(JsonNode values))) {
      finish(
          goal,
          new Reply.Unknown(
              "the connection was cut, and the robot does not say what became of the goal: "
                  + answer));
      return;
    }
    int status = values.path("status").asInt(-1);
    switch (status) {
      case NEVER_SEEN -> neverSeen(goal);
      case ACCEPTED, EXECUTING, CANCELING -> loop.after(service.every(), () -> inquire(goal));
      case SUCCEEDED, CANCELED, ABORTED -> finish(goal, result(status, values));
      default ->
          finish(
              goal,
              new Reply.Unknown(
                  "%s: expected status 0 to 6 of action_msgs/GoalStatus, found %s"
                      .formatted(service.service(), values)));
    }
  }

  private void neverSeen(GoalInProgress goal) {
    if (goal.cancelled) {
      finish(goal, new Reply.Refused("canceled before the robot had it"));
    } else {
      goal.inquired = false;
      dispatch(goal);
    }
  }

  /** A {@code service_response}. */
  void serviceResponse(JsonNode message) {
    Request request = waiting.get(id(message));
    if (request != null && !(request instanceof GoalInProgress)) {
      JsonNode values = message.path("values");
      finish(
          request,
          message.path("result").asBoolean(true)
              ? new Reply.Values(values)
              : new Reply.Refused(reason("the service failed", values)));
    }
  }

  /** An {@code action_feedback}. */
  void actionFeedback(JsonNode message) {
    if (waiting.get(id(message)) instanceof GoalInProgress goal) {
      goal.feedback.accept(message.path("values"));
    }
  }

  /** An {@code action_result}. */
  void actionResult(JsonNode message) {
    if (waiting.get(id(message)) instanceof GoalInProgress goal) {
      JsonNode values = message.path("values");
      finish(
          goal,
          message.path("result").asBoolean(true)
              ? result(message.path("status").asInt(SUCCEEDED), values)
              : new Reply.Refused(reason("the action failed", values)));
    }
  }

  /** A {@code status} that says that a request could not be understood. */
  void error(JsonNode message) {
    Request request = waiting.get(id(message));
    if (request != null) {
      finish(request, new Reply.Refused(message.path("msg").asString("")));
    }
  }

  /** The end: what was sent is unknown, what was not is refused. */
  void end() {
    for (Request request : List.copyOf(waiting.values())) {
      finish(
          request,
          request.sent
              ? new Reply.Unknown("the connection was closed before the answer came")
              : new Reply.Refused("the connection was closed before it was sent"));
    }
  }

  private static Reply result(int status, JsonNode values) {
    if (status == SUCCEEDED) {
      return new Reply.Values(values);
    }
    String name =
        status >= 0 && status < STATUSES.size() ? STATUSES.get(status) : "status " + status;
    return new Reply.Refused(reason(name, values));
  }

  private static String reason(String what, JsonNode values) {
    @Nullable JsonNode said = values.isString() ? values : values.get("reason");
    return said == null || said.asString("").isEmpty() ? what : what + ": " + said.asString("");
  }

  private static String id(JsonNode message) {
    return message.path("id").asString("");
  }
}

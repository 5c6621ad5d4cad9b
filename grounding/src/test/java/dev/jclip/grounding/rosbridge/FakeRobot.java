package dev.jclip.grounding.rosbridge;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A robot behind a rosbridge server. Its services answer with what they are asked, its actions
 * succeed, and each of them can be told to cut the line. It counts how often each goal was carried
 * out, and knows what became of it.
 */
final class FakeRobot implements AutoCloseable {
  static final String GOAL_STATUS = "/jclip/goal_status";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** When the line is cut. */
  enum Cut {
    /** What was asked is not even read. */
    BEFORE,
    /** What was asked is done, and the answer never leaves. */
    AFTER,
    NEVER
  }

  private final FakeServer server = new FakeServer(this::received);
  private final List<ObjectNode> received = new CopyOnWriteArrayList<>();
  private final Queue<Cut> cuts = new ArrayDeque<>();
  private final Map<String, ObjectNode> topics = new ConcurrentHashMap<>();
  private final Map<String, Integer> carriedOut = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> results = new ConcurrentHashMap<>();
  private volatile Optional<ObjectNode> said = Optional.empty();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

  FakeServer server() {
    return server;
  }

  /** All messages that came, in their order. */
  List<ObjectNode> received() {
    return received;
  }

  List<ObjectNode> received(String op) {
    return received.stream().filter(message -> message.path("op").asString("").equals(op)).toList();
  }

  /** How often each goal was carried out, by the value it was sent with. */
  Map<String, Integer> carriedOut() {
    return carriedOut;
  }

  /** What subscribers to a topic get. */
  void has(String topic, ObjectNode message) {
    topics.put(topic, message);
  }

  /** What services and actions answer from now on. */
  void answers(ObjectNode values) {
    said = Optional.of(values);
  }

  /** When the lines of the next requests are cut. */
  synchronized void cutNext(Cut... next) {
    cuts.addAll(List.of(next));
  }

  /** What is said of goals before the truth. */
  void saysFirst(int... numbers) {
    for (int number : numbers) {
      statuses.add(number);
    }
  }

  private synchronized Cut nextCut() {
    Cut cut = cuts.poll();
    return cut == null ? Cut.NEVER : cut;
  }

  private void received(FakeServer.Line line, String text) {
    var message = (ObjectNode) JSON.readTree(text);
    received.add(message);
    switch (message.path("op").asString("")) {
      case "call_service" -> service(line, message);
      case "send_action_goal" -> goal(line, message);
      case "subscribe" -> subscribe(line, message);
      default -> {
        // Nothing answers.
      }
    }
  }

  private void subscribe(FakeServer.Line line, ObjectNode message) {
    String topic = message.path("topic").asString("");
    ObjectNode latched = topics.get(topic);
    if (latched != null) {
      line.send(published(topic, latched).toString());
    }
  }

  static ObjectNode published(String topic, ObjectNode message) {
    ObjectNode publish = JSON.createObjectNode().put("op", "publish").put("topic", topic);
    publish.set("msg", message);
    return publish;
  }

  private void service(FakeServer.Line line, ObjectNode message) {
    String name = message.path("service").asString("");
    ObjectNode response =
        JSON.createObjectNode()
            .put("op", "service_response")
            .put("id", message.path("id").asString(""))
            .put("service", name)
            .put("result", true);
    if (name.equals(GOAL_STATUS)) {
      response.set("values", status(message.path("args").path("goal_id").asString("")));
      line.send(response.toString());
      return;
    }
    Cut cut = nextCut();
    if (cut == Cut.NEVER) {
      response.set("values", said.isPresent() ? said.get() : message.path("args"));
      line.send(response.toString());
    } else {
      line.cut();
    }
  }

  private ObjectNode status(String goal) {
    Integer said = statuses.poll();
    if (said != null) {
      return JSON.createObjectNode().put("status", said);
    }
    ObjectNode result = results.get(goal);
    return result == null
        ? JSON.createObjectNode().put("status", 0)
        : result.deepCopy().put("status", 4);
  }

  private void goal(FakeServer.Line line, ObjectNode message) {
    String id = message.path("id").asString("");
    JsonNode args = message.path("args");
    Cut cut = nextCut();
    if (cut == Cut.BEFORE) {
      line.cut();
      return;
    }
    carriedOut.merge(args.path("value").asString(id), 1, Integer::sum);
    ObjectNode values =
        said.map(ObjectNode::deepCopy)
            .orElseGet(() -> JSON.createObjectNode().put("success", true).put("reason", ""));
    values.set("value", args.path("value"));
    results.put(id, values);
    if (cut == Cut.AFTER) {
      line.cut();
      return;
    }
    ObjectNode answer =
        JSON.createObjectNode().put("id", id).put("action", message.path("action").asString(""));
    ObjectNode feedback = answer.deepCopy().put("op", "action_feedback");
    feedback.putObject("values").put("state", "moving");
    line.send(feedback.toString());
    answer.put("op", "action_result").put("status", 4).put("result", true).set("values", values);
    line.send(answer.toString());
  }

  @Override
  public void close() {
    server.close();
  }
}

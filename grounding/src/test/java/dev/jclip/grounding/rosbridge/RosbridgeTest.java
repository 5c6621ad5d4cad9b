package dev.jclip.grounding.rosbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.jclip.grounding.robot.RobotException;
import dev.jclip.grounding.rosbridge.FakeRobot.Cut;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Timeout(120)
class RosbridgeTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final FakeRobot robot = new FakeRobot();

  @AfterEach
  void close() {
    robot.close();
  }

  private RosbridgeOptions.Builder options() {
    return RosbridgeOptions.builder(robot.server().uri())
        .retry(Duration.ofMillis(1), Duration.ofMillis(20));
  }

  private static ObjectNode value(Object value) {
    return JSON.createObjectNode().put("value", value.toString());
  }

  private static Reply call(Rosbridge bridge, Object value, WhenCut whenCut) {
    return bridge.call(new ServiceCall("/echo", value(value), LONG, whenCut));
  }

  private static Goal pick(Rosbridge bridge, Object value, WhenCut whenCut) {
    return bridge.send(
        new GoalRequest(
            bridge.newId("pick"),
            "/pick",
            "jclip_msgs/action/Handle",
            value(value),
            LONG,
            whenCut));
  }

  private static String answer(Reply reply) {
    return reply instanceof Reply.Values(JsonNode values)
        ? values.path("value").asString("")
        : reply.toString();
  }

  /** Waits for what is bound to come; the test's time is the limit. */
  private static void await(BooleanSupplier there) {
    while (!there.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void servicesAndActionsAnswer() {
    try (Rosbridge bridge = Rosbridge.connect(options().build())) {
      assertThat(answer(call(bridge, "hello", WhenCut.REPORT_UNKNOWN))).isEqualTo("hello");
      Goal goal = pick(bridge, "mug", WhenCut.REPORT_UNKNOWN);
      assertThat(answer(goal.await())).isEqualTo("mug");
      assertThat(goal.isFinished()).isTrue();
      assertThat(goal.feedback().orElseThrow().path("state").asString("")).isEqualTo("moving");
    }
  }

  @Test
  void twentyCutsLoseNoAnswerAndNoGoalIsCarriedOutTwice() {
    var answers = new ArrayList<String>();
    try (Rosbridge bridge =
        Rosbridge.connect(options().goalStatus(FakeRobot.GOAL_STATUS, SHORT).build())) {
      for (int i = 0; i < 20; i++) {
        robot.cutNext(i % 4 < 2 ? Cut.BEFORE : Cut.AFTER);
        answers.add(
            answer(
                i % 2 == 0
                    ? call(bridge, i, WhenCut.ASK_AGAIN)
                    : pick(bridge, i, WhenCut.ASK_AGAIN).await()));
      }
    }
    assertThat(robot.server().accepted()).isEqualTo(21);
    assertThat(answers)
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(Integer::toString).toList());
    assertThat(robot.carriedOut()).hasSize(10).allSatisfy((_, times) -> assertThat(times).isOne());
  }

  @Test
  void manyRequestsAtOnceSurviveCuts() {
    try (Rosbridge bridge =
        Rosbridge.connect(options().goalStatus(FakeRobot.GOAL_STATUS, SHORT).build())) {
      for (int round = 0; round < 20; round++) {
        robot.cutNext(Cut.NEVER, Cut.NEVER, round % 2 == 0 ? Cut.BEFORE : Cut.AFTER);
        int first = 10 * round;
        List<Goal> goals =
            IntStream.range(first, first + 10)
                .mapToObj(i -> pick(bridge, i, WhenCut.ASK_AGAIN))
                .toList();
        assertThat(goals.stream().map(goal -> answer(goal.await())))
            .containsExactlyElementsOf(
                IntStream.range(first, first + 10).mapToObj(Integer::toString).toList());
      }
    }
    assertThat(robot.server().accepted()).isEqualTo(21);
    assertThat(robot.carriedOut()).hasSize(200).allSatisfy((_, times) -> assertThat(times).isOne());
  }

  @Test
  void whatMustNotHappenTwiceIsReportedAsUnknown() {
    try (Rosbridge bridge = Rosbridge.connect(options().build())) {
      robot.cutNext(Cut.AFTER, Cut.AFTER, Cut.AFTER);
      assertThat(call(bridge, "a", WhenCut.REPORT_UNKNOWN)).isInstanceOf(Reply.Unknown.class);
      assertThat(pick(bridge, "b", WhenCut.REPORT_UNKNOWN).await())
          .isInstanceOf(Reply.Unknown.class);
      assertThat(pick(bridge, "without a service of status", WhenCut.ASK_AGAIN).await())
          .isInstanceOf(Reply.Unknown.class);
      assertThat(answer(call(bridge, "next", WhenCut.REPORT_UNKNOWN))).isEqualTo("next");
    }
    assertThat(robot.received("call_service")).hasSize(2);
    assertThat(robot.received("send_action_goal")).hasSize(2);
  }

  @Test
  void theStatusOfAGoalIsAskedUntilItIsDone() {
    try (Rosbridge bridge =
        Rosbridge.connect(
            options().goalStatus(FakeRobot.GOAL_STATUS, Duration.ofMillis(1)).build())) {
      robot.cutNext(Cut.AFTER);
      robot.saysFirst(1, 2, 2, 3);
      assertThat(answer(pick(bridge, "slow", WhenCut.ASK_AGAIN).await())).isEqualTo("slow");
      robot.cutNext(Cut.AFTER);
      robot.saysFirst(6);
      assertThat(pick(bridge, "failing", WhenCut.ASK_AGAIN).await())
          .isEqualTo(new Reply.Refused("aborted"));
      robot.cutNext(Cut.AFTER);
      robot.saysFirst(17);
      assertThat(pick(bridge, "odd", WhenCut.ASK_AGAIN).await())
          .isEqualTo(
              new Reply.Unknown(
                  "/jclip/goal_status: expected status 0 to 6 of action_msgs/GoalStatus, found"
                      + " {\"status\":17}"));
    }
    assertThat(robot.received("send_action_goal")).hasSize(3);
    assertThat(robot.received("call_service")).hasSize(7);
  }

  @Test
  void topicsAreAdvertisedAndSubscribedAnew() {
    robot.has("/words", value("latched"));
    try (Rosbridge bridge = Rosbridge.connect(options().build());
        Publisher said = bridge.advertise("/say", "std_msgs/msg/String", 2);
        Subscription words =
            bridge.subscribe(new TopicRequest("/words", "std_msgs/msg/String", 250, 1))) {
      assertThat(words.next(LONG)).contains(value("latched"));
      robot.server().cutAll();
      assertThat(words.next(LONG)).contains(value("latched"));
      said.publish(value("hello"));
      await(() -> !robot.received("publish").isEmpty());
    }
    assertThat(robot.received("advertise"))
        .hasSize(2)
        .allSatisfy(
            message -> {
              assertThat(message.path("topic").asString("")).isEqualTo("/say");
              assertThat(message.path("type").asString("")).isEqualTo("std_msgs/msg/String");
            });
    assertThat(robot.received("subscribe"))
        .hasSize(2)
        .allSatisfy(
            message -> {
              assertThat(message.path("throttle_rate").asInt()).isEqualTo(250);
              assertThat(message.path("queue_length").asInt()).isEqualTo(1);
              assertThat(message.path("compression").asString("")).isEqualTo("none");
            });
  }

  @Test
  void closedTopicsAreGivenBack() {
    try (Rosbridge bridge = Rosbridge.connect(options().build())) {
      bridge.advertise("/say", "std_msgs/msg/String", 2).close();
      bridge.subscribe(new TopicRequest("/words", "std_msgs/msg/String", 0, 1)).close();
      answer(call(bridge, "after all that", WhenCut.REPORT_UNKNOWN));
      String advertised = robot.received("advertise").getFirst().path("id").asString("");
      assertThat(robot.received("unadvertise").getFirst().path("id").asString(""))
          .isEqualTo(advertised);
      String subscribed = robot.received("subscribe").getFirst().path("id").asString("");
      assertThat(robot.received("unsubscribe").getFirst().path("id").asString(""))
          .isEqualTo(subscribed);
    }
  }

  @Test
  void timeEndsWhatIsNotAnswered() {
    try (Rosbridge bridge = Rosbridge.connect(options().build());
        var silent = new FakeServer((_, _) -> {});
        Rosbridge unanswered = Rosbridge.connect(RosbridgeOptions.builder(silent.uri()).build())) {
      assertThat(
              unanswered.call(new ServiceCall("/echo", value("a"), SHORT, WhenCut.REPORT_UNKNOWN)))
          .isEqualTo(new Reply.TimedOut(SHORT));
      assertThat(bridge.subscribe(new TopicRequest("/none", "x", 0, 1)).next(SHORT)).isEmpty();
    }
  }

  @Test
  void aGoalWhoseTimeIsOverIsCancelled() {
    var messages = new LinkedBlockingQueue<String>();
    try (var silent = new FakeServer((_, text) -> messages.add(text));
        Rosbridge bridge = Rosbridge.connect(RosbridgeOptions.builder(silent.uri()).build())) {
      Goal goal =
          bridge.send(
              new GoalRequest("g", "/pick", "t", value("a"), SHORT, WhenCut.REPORT_UNKNOWN));
      assertThat(goal.await()).isEqualTo(new Reply.TimedOut(SHORT));
      await(() -> messages.size() == 2);
      assertThat(messages).last().asString().contains("cancel_action_goal", "\"id\":\"g\"");
    }
  }

  @Test
  void aRobotThatWasOutOfReachIsToldToStop() {
    var messages = new LinkedBlockingQueue<String>();
    try (var cutting =
            new FakeServer(
                (line, text) -> {
                  messages.add(text);
                  if (text.contains("send_action_goal")) {
                    line.cut();
                  }
                });
        Rosbridge bridge =
            Rosbridge.connect(
                RosbridgeOptions.builder(cutting.uri())
                    .retry(Duration.ofMillis(500), Duration.ofMillis(500))
                    .goalStatus(FakeRobot.GOAL_STATUS, SHORT)
                    .build())) {
      Goal goal =
          bridge.send(new GoalRequest("g", "/pick", "t", value("a"), SHORT, WhenCut.ASK_AGAIN));
      assertThat(goal.await()).isEqualTo(new Reply.TimedOut(SHORT));
      await(() -> messages.size() == 2);
      assertThat(messages).last().asString().contains("cancel_action_goal", "\"id\":\"g\"");
    }
  }

  @Test
  void theNewestMessagesWaitForAConnection() {
    try (Rosbridge bridge =
            Rosbridge.connect(
                options().retry(Duration.ofMillis(1500), Duration.ofMillis(1500)).build());
        Publisher said = bridge.advertise("/say", "std_msgs/msg/String", 2)) {
      robot.cutNext(Cut.BEFORE);
      assertThat(call(bridge, "cut", WhenCut.REPORT_UNKNOWN)).isInstanceOf(Reply.Unknown.class);
      IntStream.range(0, 5).forEach(i -> said.publish(value(i)));
      await(() -> robot.received("publish").size() == 2);
      assertThat(robot.received("publish"))
          .extracting(message -> message.path("msg"))
          .containsExactly(value(3), value(4));
      assertThat(robot.received().getLast().path("op").asString("")).isEqualTo("publish");
      assertThat(robot.received("advertise")).hasSize(2);
    }
  }

  @Test
  void anAnswerCountsOnce() {
    try (var twice =
            new FakeServer(
                (line, asked) -> {
                  String answer =
                      "{\"op\":\"service_response\",\"result\":true,\"id\":\"%s\",\"values\":%s}"
                          .formatted(
                              JSON.readTree(asked).path("id").asString(""),
                              JSON.readTree(asked).path("args"));
                  line.send(answer);
                  line.send(answer);
                });
        Rosbridge bridge = Rosbridge.connect(RosbridgeOptions.builder(twice.uri()).build())) {
      for (int i = 0; i < 10; i++) {
        assertThat(answer(call(bridge, i, WhenCut.ASK_AGAIN))).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void closingAnswersWhatWaitsAndEndsAllThreads() {
    var silent = new FakeServer((_, _) -> {});
    try (silent) {
      Rosbridge bridge = Rosbridge.connect(RosbridgeOptions.builder(silent.uri()).build());
      Goal goal = pick(bridge, "a", WhenCut.ASK_AGAIN);
      await(() -> threads().size() > 1);
      bridge.close();
      bridge.close();
      assertThat(goal.await()).isInstanceOf(Reply.Unknown.class);
      assertThatIllegalStateException()
          .isThrownBy(() -> call(bridge, "b", WhenCut.ASK_AGAIN))
          .withMessageContaining("closed");
      await(() -> threads().isEmpty());
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("rosbridge-") || name.startsWith("HttpClient-"))
        .toList();
  }

  @Test
  void messagesMayComeInFramesAndFragments() {
    ObjectNode message = FakeRobot.published("/words", value("long".repeat(5000)));
    String text = message.toString();
    try (var server =
            new FakeServer(
                (line, asked) -> {
                  line.sendInParts(text, 1000);
                  int half = text.length() / 2;
                  line.send(fragment(1, 2, text.substring(half)).toString());
                  line.send(fragment(5, 2, "beyond the total").toString());
                  line.send(fragment(1, 2, text.substring(half)).toString());
                  line.send(fragment(0, 2, text.substring(0, half)).toString());
                  line.send("not JSON {");
                  line.send("{\"op\":\"png\",\"data\":\"\"}");
                  line.send("[".repeat(500));
                  line.send(FakeRobot.published("/words", value("last")).toString());
                });
        Rosbridge bridge = Rosbridge.connect(RosbridgeOptions.builder(server.uri()).build());
        Subscription words = bridge.subscribe(new TopicRequest("/words", "x", 0, 5))) {
      JsonNode expected = message.path("msg");
      assertThat(words.next(LONG)).contains(expected);
      assertThat(words.next(LONG)).contains(expected);
      assertThat(words.next(LONG)).contains(value("last"));
    }
  }

  private static ObjectNode fragment(int num, int total, String data) {
    return JSON.createObjectNode()
        .put("op", "fragment")
        .put("id", "f")
        .put("num", num)
        .put("total", total)
        .put("data", data);
  }

  @Test
  void tooLongAndBinaryMessagesCutTheLine() {
    try (var server =
            new FakeServer(
                (line, asked) -> {
                  if (asked.contains("long")) {
                    line.send("x".repeat(2000));
                  } else if (asked.contains("binary")) {
                    line.sendBinary(new byte[10]);
                  }
                });
        Rosbridge bridge =
            Rosbridge.connect(
                RosbridgeOptions.builder(server.uri())
                    .maxMessageChars(1000)
                    .retry(Duration.ofMillis(1), Duration.ofMillis(1))
                    .build())) {
      assertThat(call(bridge, "long", WhenCut.REPORT_UNKNOWN))
          .asString()
          .contains("more than 1000 characters");
      assertThat(call(bridge, "binary", WhenCut.REPORT_UNKNOWN)).asString().contains("cbor");
    }
  }

  @Test
  void aSilentServerCountsAsLost() {
    try (var server = new FakeServer((_, _) -> {});
        Rosbridge bridge =
            Rosbridge.connect(
                RosbridgeOptions.builder(server.uri()).heartbeat(Duration.ofMillis(20)).build())) {
      server.answersNoPings();
      assertThat(call(bridge, "a", WhenCut.REPORT_UNKNOWN)).asString().contains("silent");
    }
  }

  @Test
  void pingsKeepAQuietLine() {
    try (Rosbridge bridge =
        Rosbridge.connect(options().heartbeat(Duration.ofMillis(400)).build())) {
      await(() -> robot.server().pings() > 4);
      assertThat(answer(call(bridge, "still there", WhenCut.REPORT_UNKNOWN)))
          .isEqualTo("still there");
    }
    assertThat(robot.server().accepted()).isOne();
  }

  @Test
  void queuesAreBounded() {
    try (var server =
            new FakeServer(
                (line, asked) -> {
                  if (asked.contains("subscribe")) {
                    for (int i = 0; i < 100; i++) {
                      line.send(FakeRobot.published("/words", value(i)).toString());
                    }
                  } else if (asked.contains("call_service")) {
                    line.send(
                        "{\"op\":\"service_response\",\"result\":true,\"id\":\"%s\"}"
                            .formatted(JSON.readTree(asked).path("id").asString("")));
                  }
                });
        Rosbridge bridge =
            Rosbridge.connect(RosbridgeOptions.builder(server.uri()).maxRequests(1).build());
        Subscription words = bridge.subscribe(new TopicRequest("/words", "x", 0, 2))) {
      call(bridge, "behind the words", WhenCut.REPORT_UNKNOWN);
      assertThat(words.next(SHORT)).contains(value(98));
      assertThat(words.next(SHORT)).contains(value(99));
      Goal first = pick(bridge, "a", WhenCut.REPORT_UNKNOWN);
      assertThat(pick(bridge, "b", WhenCut.REPORT_UNKNOWN).await())
          .asString()
          .contains("maxRequests");
      assertThat(first.isFinished()).isFalse();
    }
  }

  @Test
  void errorsOfTheServerEndTheirRequests() {
    try (var server =
            new FakeServer(
                (line, asked) -> {
                  String id = JSON.readTree(asked).path("id").asString("");
                  line.send(
                      asked.contains("status")
                          ? "{\"op\":\"status\",\"level\":\"error\",\"msg\":\"no such type\",\"id\":\"%s\"}"
                              .formatted(id)
                          : "{\"op\":\"service_response\",\"result\":false,\"values\":\"no such service\",\"id\":\"%s\"}"
                              .formatted(id));
                });
        Rosbridge bridge = Rosbridge.connect(RosbridgeOptions.builder(server.uri()).build())) {
      assertThat(call(bridge, "status", WhenCut.REPORT_UNKNOWN))
          .isEqualTo(new Reply.Refused("no such type"));
      assertThat(call(bridge, "a", WhenCut.REPORT_UNKNOWN))
          .isEqualTo(new Reply.Refused("the service failed: no such service"));
    }
  }

  @Test
  void aGoalCanBeCancelled() {
    var cancelled = new FakeServer(RosbridgeTest::cancelling);
    try (cancelled;
        Rosbridge bridge = Rosbridge.connect(RosbridgeOptions.builder(cancelled.uri()).build())) {
      Goal goal = pick(bridge, "a", WhenCut.REPORT_UNKNOWN);
      goal.cancel();
      assertThat(goal.await()).isEqualTo(new Reply.Refused("canceled: stopped half way"));
    }
  }

  private static void cancelling(FakeServer.Line line, String asked) {
    JsonNode message = JSON.readTree(asked);
    if (message.path("op").asString("").equals("cancel_action_goal")) {
      line.send(
          "{\"op\":\"action_result\",\"result\":true,\"status\":5,\"id\":\"%s\",\"values\":{\"reason\":\"stopped half way\"}}"
              .formatted(message.path("id").asString("")));
    }
  }

  @Test
  void aWrongAddressIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RosbridgeOptions.builder(URI.create("http://robot")).build())
        .withMessageContaining("ws://HOST:PORT");
    URI nobody;
    try (var server = new FakeServer((_, _) -> {})) {
      nobody = server.uri();
    }
    assertThatExceptionOfType(RobotException.class)
        .isThrownBy(
            () -> Rosbridge.connect(RosbridgeOptions.builder(nobody).connectTimeout(SHORT).build()))
        .withMessageContaining(nobody.toString());
  }
}

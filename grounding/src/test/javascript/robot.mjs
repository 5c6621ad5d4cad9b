// A robot behind a rosbridge server, and roslib as its client: node robot.mjs FOLDER_WITH_NODE_MODULES
// It prints its port, and ends when its standard input does. The service /compare answers how the messages of the
// second client differ from roslib's; /cut cuts the lines of the next requests.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.argv[2] + "/folder.js");
const { WebSocketServer } = require("ws");
const ROSLIB = await import(pathToFileURL(process.argv[2] + "/node_modules/roslib/dist/RosLib.js"));

const WIDTH = 64;
const HEIGHT = 48;
const clients = new Map(); // of each, its messages by operation and name, in order
let nextClient = "roslib"; // whose messages those of the next line are
const lines = [];
const subscribers = []; // { socket, topic }
const results = new Map(); // of goals, by id
const done = new Map(); // how often each goal was carried out
const cuts = [];

const nameOf = (m) => `${m.op} ${m.topic ?? m.service ?? m.action}`;
const send = (socket, message) => socket.send(JSON.stringify(message));

/** Paths of all fields of a value, with their values. */
function fields(value, path = "", into = new Map()) {
  if (value !== null && typeof value === "object") {
    if (Array.isArray(value)) into.set(path + "#", value.length);
    for (const [key, part] of Object.entries(value)) fields(part, `${path}/${key}`, into);
  } else {
    into.set(path, value);
  }
  return into;
}

/** Ids and what a client may leave out are its own affair. */
const FREE = new Set(["/id", "/timeout", "/args/goal_id"]);
const MOMENT = /\/header\/stamp\/(sec|nanosec)$/;

function compare(expected, found) {
  let equal = 0;
  const differences = [];
  for (const [name, messages] of expected) {
    const others = found.get(name) ?? [];
    if (others.length !== messages.length)
      differences.push(`${name}: ${messages.length} messages of roslib, ${others.length} of jclip`);
    messages.slice(0, others.length).forEach((message, i) => {
      const mine = fields(message);
      const theirs = fields(others[i]);
      for (const path of new Set([...mine.keys(), ...theirs.keys()])) {
        if (FREE.has(path)) continue;
        const same = MOMENT.test(path)
          ? Number.isInteger(mine.get(path)) && Number.isInteger(theirs.get(path))
          : mine.get(path) === theirs.get(path);
        if (same) equal++;
        else differences.push(`${name}${path}: roslib ${mine.get(path)}, jclip ${theirs.get(path)}`);
      }
    });
  }
  for (const name of found.keys()) if (!expected.has(name)) differences.push(`${name}: of jclip alone`);
  return { equal, messages: [...expected.values()].flat().length, differences };
}

function respond(socket, message, values) {
  send(socket, { op: "service_response", id: message.id, service: message.service, values, result: true });
}

function call(socket, message) {
  switch (message.service) {
    case "/compare":
      return respond(socket, message, compare(clients.get("roslib"), clients.get("jclip")));
    case "/cut":
      cuts.push(...message.args.cuts);
      return respond(socket, message, {});
    case "/counts":
      return respond(socket, message, { lines: lines.length, goals: Object.fromEntries(done), heard });
    case "/jclip/goal_status":
      return respond(socket, message, { status: 0, ...results.get(message.args.goal_id) });
  }
  if ((cuts.shift() ?? "never") !== "never") return socket.terminate();
  respond(socket, message, { answer: `${message.args.question} Yes.` });
}

function goal(socket, message) {
  const cut = cuts.shift() ?? "never";
  if (cut === "before") return socket.terminate();
  done.set(message.id, (done.get(message.id) ?? 0) + 1);
  const values = { success: true, reason: "" };
  results.set(message.id, { status: 4, ...values });
  if (cut === "after") return socket.terminate();
  const answer = { id: message.id, action: message.action };
  send(socket, { op: "action_feedback", ...answer, values: { state: "moving" } });
  send(socket, { op: "action_result", ...answer, values, status: 4, result: true });
}

const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
server.on("connection", (socket) => {
  const seen = new Map();
  lines.push(socket);
  clients.set(nextClient, seen);
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (message.service !== "/compare") seen.set(nameOf(message), [...(seen.get(nameOf(message)) ?? []), message]);
    if (message.op === "call_service") call(socket, message);
    else if (message.op === "send_action_goal") goal(socket, message);
    else if (message.op === "subscribe") {
      subscribers.push({ socket, topic: message.topic });
      if (message.topic === "/image") send(socket, { op: "publish", topic: "/image", msg: image });
    } else if (message.op === "publish")
      for (const { socket: to, topic } of subscribers)
        if (topic === message.topic && to !== socket) to.send(data.toString());
  });
});
await new Promise((resolve) => server.on("listening", resolve));
const uri = `ws://127.0.0.1:${server.address().port}`;

// The same as RoslibTest, by roslib, with messages written after the definitions of ROS 2.
const stamp = { sec: 1700000000, nanosec: 123456789 };
const header = { stamp, frame_id: "camera" };
const none = { x: 0, y: 0, z: 0 };
const upright = { x: 0, y: 0, z: 0, w: 1 };
const turned = { x: 0, y: 0, z: 0.6, w: 0.8 };
const place = { x: 0.1, y: -0.2, z: 0.9 };
const covariance = new Array(36).fill(0);
const result = (class_id, score, position, orientation) => ({
  hypothesis: { class_id, score },
  pose: { pose: { position, orientation }, covariance },
});
const flat = (x, y, size_x, size_y) => ({ center: { position: { x, y }, theta: 0 }, size_x, size_y });
const image = {
  header,
  height: HEIGHT,
  width: WIDTH,
  encoding: "rgb8",
  is_bigendian: 0,
  step: 3 * WIDTH,
  data: Buffer.from(Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => (7 * i) % 256)).toString("base64"),
};
const detections2D = {
  header,
  detections: [
    { header, results: [result("red mug", 0.75, none, upright)], bbox: flat(20, 40, 20, 40), id: "7" },
    { header, results: [result("book", 0.5, none, upright)], bbox: flat(2.5, 2.5, 5, 5), id: "" },
  ],
};
const size = { x: 0.08, y: 0.09, z: 0.1 };
const detections3D = {
  header,
  detections: [
    {
      header,
      results: [result("red mug", 0.75, place, turned)],
      bbox: { center: { position: place, orientation: turned }, size },
      id: "7",
    },
  ],
};
const unknown = { header: { stamp: { sec: 0, nanosec: 0 }, frame_id: "" }, pose: { position: none, orientation: upright } };
const placed = { header, pose: { position: place, orientation: turned } };

const ros = new ROSLIB.Ros({ url: uri });
await new Promise((resolve) => ros.once("connection", resolve));
const topic = (name, messageType, more) => new ROSLIB.Topic({ ros, name, messageType, queue_size: 1, ...more });
const say = topic("/jclip/say", "std_msgs/msg/String", { queue_size: 16 });
const pose = topic("/jclip/target_pose", "geometry_msgs/msg/PoseStamped");
const flatBoxes = topic("/jclip/detections_2d", "vision_msgs/msg/Detection2DArray");
const spaceBoxes = topic("/jclip/detections_3d", "vision_msgs/msg/Detection3DArray");
[say, pose, flatBoxes, spaceBoxes].forEach((t) => t.advertise());
const images = topic("/image", "sensor_msgs/msg/Image", { queue_length: 1 });
await new Promise((resolve) => images.subscribe(resolve));
images.unsubscribe();
flatBoxes.publish(detections2D);
spaceBoxes.publish(detections3D);
const pick = new ROSLIB.Action({ ros, name: "/jclip/pick", actionType: "jclip_msgs/action/Handle" });
pose.publish(placed);
await new Promise((resolve, reject) =>
  pick.sendGoal(
    {
      goal_id: "",
      verb: "pick",
      what: "the red mug",
      box: flat(20, 40, 20, 40),
      pose: { header: { stamp: { sec: 0, nanosec: 0 }, frame_id: "camera" }, pose: placed.pose },
      size,
      grasp: unknown,
      where: "",
    },
    resolve,
    () => {},
    reject,
  ),
);
say.publish({ data: "I have it" });
const ask = new ROSLIB.Service({ ros, name: "/jclip/ask", serviceType: "jclip_msgs/srv/Ask" });
await new Promise((resolve, reject) => ask.callService({ question: "Which one?" }, resolve, reject));

// What roslib hears of jclip, by a connection of its own.
const heard = {};
nextClient = "listener";
const listener = new ROSLIB.Ros({ url: uri });
await new Promise((resolve) => listener.once("connection", resolve));
for (const [name, type] of [
  ["/jclip/detections_2d", "vision_msgs/msg/Detection2DArray"],
  ["/jclip/detections_3d", "vision_msgs/msg/Detection3DArray"],
])
  new ROSLIB.Topic({ ros: listener, name, messageType: type }).subscribe((message) => {
    heard[name] = message.detections.map((d) => d.results[0].hypothesis.class_id);
  });
await new Promise((resolve) => setTimeout(resolve, 200));
nextClient = "jclip";
console.log(uri);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));

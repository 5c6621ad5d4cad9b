package dev.jclip.tensor.start;

/** Starts the engine, and ends with a code of its own and something left to do. */
final class EndMain {
  static final int CODE = 7;

  private EndMain() {}

  public static void main(String[] args) {
    Engine.start();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> System.out.println("done")));
    Engine.endWithJava();
    System.exit(CODE);
  }
}

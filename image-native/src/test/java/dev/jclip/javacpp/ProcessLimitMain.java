package dev.jclip.javacpp;

import org.bytedeco.javacpp.Pointer;

/** Prints JavaCPP's limit when jclip has begun to use it; with an argument, another did before. */
final class ProcessLimitMain {
  private ProcessLimitMain() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      new Pointer().close();
    }
    ProcessLimit.lift(Pointer::maxPhysicalBytes);
    System.out.println(Pointer.maxPhysicalBytes() >> 20);
  }
}

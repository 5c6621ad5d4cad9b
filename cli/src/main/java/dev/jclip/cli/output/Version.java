package dev.jclip.cli.output;

/** The version of the command, which it prints and writes beside its results. */
public final class Version {
  /** The version, as in the POM. */
  public static final String NAME = "0.1.0-SNAPSHOT";

  private Version() {}
}

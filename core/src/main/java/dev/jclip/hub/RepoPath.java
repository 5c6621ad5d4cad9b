package dev.jclip.hub;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Decides whether a name that a hub sent may become a path below a folder of ours. */
final class RepoPath {
  private static final int LONGEST = 1024;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  private RepoPath() {}

  /** True for relative names of plain parts divided by slashes, which cannot lead elsewhere. */
  static boolean isSafe(String name) {
    return name.length() <= LONGEST
        && name.indexOf('\\') < 0
        && name.chars().noneMatch(Character::isISOControl)
        && !DRIVE.matcher(name).matches()
        && Arrays.stream(name.split("/", -1)).allMatch(RepoPath::isPlainPart);
  }

  private static boolean isPlainPart(String part) {
    return !part.isEmpty() && !part.equals(".") && !part.equals("..");
  }
}

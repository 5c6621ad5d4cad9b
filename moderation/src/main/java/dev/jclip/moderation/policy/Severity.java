package dev.jclip.moderation.policy;

/** How bad it is if an image belongs to a category. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}

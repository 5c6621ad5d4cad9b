package dev.jclip.hub;

import dev.jclip.error.HubException;

/** The hub is sure that there is no such model, revision or file. */
final class NotFoundException extends HubException {
  private static final long serialVersionUID = 1L;

  NotFoundException(String message) {
    super(message);
  }
}

/**
 * Policies: what images are judged by, and how a policy is read from its file. Entry class: {@link
 * dev.jclip.moderation.policy.PolicyReader}.
 */
@NullMarked
package dev.jclip.moderation.policy;

import org.jspecify.annotations.NullMarked;

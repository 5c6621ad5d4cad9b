/**
 * Linear probes: logistic regression on features (arXiv 2103.00020, appendix A.3). Entry class:
 * {@link dev.jclip.eval.probe.LinearProbe}. Letters: N examples, D features, K classes.
 */
@NullMarked
package dev.jclip.eval.probe;

import org.jspecify.annotations.NullMarked;

/**
 * What is left of a run: a record in JSON with all that is needed to repeat it, its examples line
 * by line, tables and plots, and comparisons of two runs. Entry classes: {@link
 * dev.jclip.eval.report.RunWriter}, {@link dev.jclip.eval.report.RunRecord}, {@link
 * dev.jclip.eval.report.RunComparison}.
 */
@NullMarked
package dev.jclip.eval.report;

import org.jspecify.annotations.NullMarked;

package dev.jclip.tokenizer;

/** The ids with a meaning of their own: start, end, padding. */
record TokenIds(int sot, int eot, int pad) {}

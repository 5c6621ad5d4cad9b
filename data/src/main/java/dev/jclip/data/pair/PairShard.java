package dev.jclip.data.pair;

/** A file that holds pairs one after another, to be read from its start only. */
interface PairShard {
  /** Its path, for messages. */
  String name();

  /** How many pairs it holds, found without reading images; 0 if it cannot be read. */
  long numPairs();

  /** Its pairs in their order. A shard that cannot be read is a fault in the stream. */
  PairStream open(CaptionDraw captions);
}

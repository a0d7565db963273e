package dev.starling.chat.room;

/** What becomes of a draft; told in a step of the room. */
interface Receipt {
  /** It is in the log, now or since before. */
  void accepted(long seq);

  /** It was not accepted, or nobody can say. The same draft may be handed in again. */
  void refused(Refusal why);
}

package dev.starling.chat.room;

/** What becomes of a draft; told in a step of the room. */
interface Receipt {
  /** For what is found and written again, should it come to nothing. */
  Receipt UNHEEDED =
      new Receipt() {
        @Override
        public void accepted(long seq) {
          // The transcript tells.
        }

        @Override
        public void refused(Refusal why) {
          // The next look at the names finds it.
        }
      };

  /** It is in the log, now or since before. */
  void accepted(long seq);

  /** It was not accepted, or nobody can say. The same draft may be handed in again. */
  void refused(Refusal why);
}

package dev.starling.chat.room;

import dev.starling.chat.log.TranscriptLog;

/** Where the cluster keeps what is said and who is called what. */
record Stores(TranscriptLog log, Names names) {}

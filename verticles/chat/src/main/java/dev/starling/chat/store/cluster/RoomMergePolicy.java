package dev.starling.chat.store.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.RoomMerge;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.RoomStateCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges a room when two clusters of chat instances become one again and either may have
 * acknowledged events: {@link RoomMerge#ofTwo}.
 */
public class RoomMergePolicy
    implements SplitBrainMergePolicy<RoomState, MergingEntry<String, RoomState>, Object> {
  private static final Logger log = LoggerFactory.getLogger(RoomMergePolicy.class);

  private static final long serialVersionUID = 1L;

  @Override
  public final Object merge(
      MergingEntry<String, RoomState> merging, MergingEntry<String, RoomState> existing) {
    // Values are the live ones of an OBJECT map: what is changed or returned must be a copy.
    RoomState coming = copy(merging);
    if (existing == null) {
      return coming;
    }
    Position here = existing.getDeserializedValue().tail();
    Position there = coming.tail();
    RoomState kept = merge(copy(existing), coming);
    Position tail = kept.tail();
    if (!tail.epoch().equals(here.epoch()) && !tail.epoch().equals(there.epoch())) {
      log.warn(
          "room {}: both sides of a split went on; of epoch {} the events up to {} are kept, as"
              + " epoch {}, and what the other side accepted (up to {} of epoch {}) is lost",
          existing.getKey(),
          here.epoch(),
          here.seq(),
          tail.epoch(),
          there.seq(),
          there.epoch());
    }
    return kept;
  }

  /** The one of two rooms that is kept; either may be changed. */
  RoomState merge(RoomState existing, RoomState coming) {
    return RoomMerge.ofTwo(existing, coming, UUID.randomUUID().toString());
  }

  private static RoomState copy(MergingEntry<String, RoomState> entry) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      RoomStateCodec.write(new DataOutputStream(bytes), entry.getDeserializedValue());
      return RoomStateCodec.read(
          new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    // It has no state.
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    // It has no state.
  }
}

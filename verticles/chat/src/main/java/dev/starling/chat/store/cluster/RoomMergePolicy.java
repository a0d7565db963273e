package dev.starling.chat.store.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.RoomStateCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * What becomes of a room when two clusters of chat instances become one again and either may have
 * acknowledged events: {@link RoomState#merge}. With {@code cluster.size} only one side, the
 * larger, can have, and what it has simply stays.
 */
public final class RoomMergePolicy
    implements SplitBrainMergePolicy<RoomState, MergingEntry<String, RoomState>, Object> {
  private static final long serialVersionUID = 1L;

  @Override
  public Object merge(
      MergingEntry<String, RoomState> merging, MergingEntry<String, RoomState> existing) {
    // Values are the live ones of an OBJECT map: what is changed or returned must be a copy.
    RoomState coming = copy(merging);
    return existing == null ? coming : copy(existing).merge(coming, UUID.randomUUID().toString());
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

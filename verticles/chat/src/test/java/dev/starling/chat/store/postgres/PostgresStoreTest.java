package dev.starling.chat.store.postgres;

class PostgresStoreTest extends PostgresStoreContract {
  @Override
  String parameters() {
    return "";
  }
}

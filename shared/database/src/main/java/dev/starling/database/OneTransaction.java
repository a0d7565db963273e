package dev.starling.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A data source for a library that wants to open, commit and close connections itself: all that it
 * gives out are one connection, and all that is done with them happens in the transaction that this
 * connection is in. Only its owner commits.
 */
final class OneTransaction {
  private static final Set<String> LEFT_TO_THE_OWNER = Set.of("commit", "close", "setAutoCommit");

  private OneTransaction() {}

  /**
   * A data source over a connection. What fails rolls the whole transaction back.
   *
   * @param connection whose transactions do not end by themselves
   */
  static DataSource of(Connection connection) {
    Connection lent =
        proxy(
            Connection.class,
            (proxy, method, arguments) -> {
              if (LEFT_TO_THE_OWNER.contains(method.getName())) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("getConnection")) {
            return lent;
          }
          throw new UnsupportedOperationException(method.getName());
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            OneTransaction.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

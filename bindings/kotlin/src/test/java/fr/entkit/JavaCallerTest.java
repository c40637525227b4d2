package fr.entkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.entkit.ffi.EntkitKt;
import fr.entkit.ffi.InstantException;
import org.junit.jupiter.api.Test;

class JavaCallerTest {
  @Test
  void javaCallsWithoutKotlinSyntax() throws InstantException {
    assertEquals(EntKit.getVersion(), EntkitKt.libraryVersion());
    assertEquals(1_630_483_200_000L, EntkitKt.instantMillis("2021-09-01T08:00:00Z"));
    InstantException error =
        assertThrows(
            InstantException.OutOfRange.class,
            () -> EntkitKt.instantMillis("1999-12-31T23:59:59Z"));
    assertEquals("instant/out-of-range", error.code());
  }
}

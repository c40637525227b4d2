package fr.entkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fr.entkit.ffi.EntException;
import fr.entkit.ffi.EntkitKt;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JavaCallerTest {
  @Test
  void javaCallsWithoutKotlinSyntax() throws EntException {
    assertEquals(EntKit.getVersion(), EntkitKt.libraryVersion());
    Instant at = Instant.parse("2021-09-01T08:00:00Z");
    assertEquals(at, EntkitKt.parseInstant("2021-09-01T08:00:00Z"));
    EntException.Parse error =
        assertThrows(EntException.Parse.class, () -> EntkitKt.formatInstant(Instant.MAX));
    assertEquals("instant/out-of-range", error.getCode());
  }
}

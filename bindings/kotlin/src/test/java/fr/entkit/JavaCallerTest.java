package fr.entkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.entkit.ffi.Academy;
import fr.entkit.ffi.Audience;
import fr.entkit.ffi.BirthDateReading;
import fr.entkit.ffi.CharterAct;
import fr.entkit.ffi.CharterActor;
import fr.entkit.ffi.CharterDraft;
import fr.entkit.ffi.CharterLog;
import fr.entkit.ffi.CharterMateriality;
import fr.entkit.ffi.CharterVersion;
import fr.entkit.ffi.CodePolicy;
import fr.entkit.ffi.CodePurpose;
import fr.entkit.ffi.CommittedLedger;
import fr.entkit.ffi.Department;
import fr.entkit.ffi.EntException;
import fr.entkit.ffi.EntkitKt;
import fr.entkit.ffi.Entropy;
import fr.entkit.ffi.Establishment;
import fr.entkit.ffi.KeyRing;
import fr.entkit.ffi.Lang;
import fr.entkit.ffi.LedgerContext;
import fr.entkit.ffi.LedgerOutcome;
import fr.entkit.ffi.NamedKey;
import fr.entkit.ffi.PasswordInput;
import fr.entkit.ffi.PhoneNumber;
import fr.entkit.ffi.Profile;
import fr.entkit.ffi.PublicOutcome;
import fr.entkit.ffi.Quota;
import fr.entkit.ffi.Region;
import fr.entkit.ffi.StorageSize;
import fr.entkit.ffi.Uai;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything is called by plain names: no mangled one, no Kotlin syntax. */
class JavaCallerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2021-09-01T08:00:00Z"), ZoneOffset.UTC);

  @Test
  void valuesAreReadOrRefused() throws EntException {
    assertEquals("0750655E", Values.parseUai(Uai.Companion, "0750655e").getNumber());
    assertNull(Values.parseUaiOrNull(Uai.Companion, "0750655A"));
    EntException error =
        assertThrows(
            EntException.Parse.class, () -> Values.parseUai(Uai.Companion, "0750655A"));
    assertEquals("uai/key", Errors.getCode(error));
    assertTrue(!Errors.reason(error).equals(Errors.reason(error, Lang.EN)));
    assertEquals(Region.RE, Codes.regionOrNull(Region.Companion, "RE"));
    assertEquals(CLOCK.instant(), EntKit.parseInstant("2021-09-01T10:00:00+02:00"));
  }

  @Test
  void placesAndPeopleAreRead() throws EntException {
    Academy lyon = Academies.academyOfDomain(Academy.Companion, "ac-lyon.fr");
    assertEquals(3, Academies.departments(lyon).size());
    assertTrue(Academies.academies(Academy.Companion).contains(lyon));
    assertNull(Territories.parseDepartmentOrNull(Department.Companion, "20"));
    Establishment college =
        Establishments.readEstablishment(
            Establishment.Companion, "0010018P", "Collège du Revermont", "college");
    assertEquals("academy:10", college.getAuthority().getCode());
    BirthDateReading born = People.readBirthDate(BirthDateReading.Companion, "2008-09-00");
    assertEquals(17, People.ageOn(born, LocalDate.of(2026, 9, 15)).getYoungest());
    StorageSize size = Values.parseStorageSize(StorageSize.Companion, "546 Ko");
    assertTrue(!Values.accepts(Values.quota(Quota.Companion, size, size), size));
  }

  @Test
  void chartersAreAccepted() throws EntException {
    Instant published = CLOCK.instant().minusSeconds(60);
    CharterDraft draft =
        new CharterDraft(
            "v1",
            "v1",
            "ent:occitanie",
            List.of(),
            "fr",
            published,
            published,
            CharterMateriality.SUBSTANTIVE,
            0);
    CharterVersion version = CharterVersion.Companion.ofText(draft, new byte[] {'a'});
    CharterLog empty = CharterLog.Companion.empty("pupil-1", "ent:occitanie");
    CharterActor own = new CharterActor.Own(null);
    CharterLog shown = Charters.append(empty, CharterAct.PRESENTED, version, own, CLOCK);
    CharterLog accepted = Charters.append(shown, CharterAct.ACCEPTED, version, own, CLOCK);
    List<CharterVersion> versions = List.of(version);
    assertTrue(Charters.gate(accepted, versions, Profile.PUPIL, CLOCK).getOpen());
    assertTrue(!Charters.gate(empty, versions, Profile.PUPIL, CLOCK).getOpen());
    assertTrue(Charters.verify(CharterLog.Companion, accepted.toJson()).getIntact());
  }

  @Test
  void passwordsAreChecked() throws EntException {
    char[] typed = "Un*Vélo*bleu*7".toCharArray();
    try (PasswordInput password = Passwords.input(PasswordInput.Companion, typed)) {
      assertTrue(EntkitKt.checkPassword("educonnect", password, null, List.of()).getAccepted());
    }
  }

  @Test
  void codesAreDriven() throws EntException {
    Store store = new InMemoryStore();
    KeyRing keys = new KeyRing(new NamedKey("test", new byte[32]), List.of());
    LedgerContext context =
        new LedgerContext(CodePolicy.Companion.educonnectSms(), keys, Entropy.Companion.seeded(1));
    PhoneNumber to = Values.parsePhoneNumber(PhoneNumber.Companion, "0612345678");
    CommittedLedger issued =
        Stores.driveLedger(
            store,
            "guardian-1",
            CodePurpose.ACTIVATION,
            CLOCK,
            (ledger, now) -> ledger.issue("flow-1", to, Audience.KNOWN, context, now));
    LedgerOutcome.SendSms sent =
        assertInstanceOf(LedgerOutcome.SendSms.class, issued.getOutcome());
    CommittedLedger judged =
        Stores.driveLedger(
            store,
            "guardian-1",
            CodePurpose.ACTIVATION,
            CLOCK,
            (ledger, now) -> ledger.submit("flow-1", sent.getSms().code(), context, now));
    assertEquals(PublicOutcome.Ok.INSTANCE, judged.getPublicOutcome());
    assertEquals("verified", judged.getName());
  }
}

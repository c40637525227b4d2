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
import fr.entkit.ffi.CommittedLink;
import fr.entkit.ffi.CommittedPairing;
import fr.entkit.ffi.CommittedThrottle;
import fr.entkit.ffi.ContextKind;
import fr.entkit.ffi.ContextWord;
import fr.entkit.ffi.Credential;
import fr.entkit.ffi.Department;
import fr.entkit.ffi.Device;
import fr.entkit.ffi.Ent;
import fr.entkit.ffi.EntException;
import fr.entkit.ffi.EntFileException;
import fr.entkit.ffi.EntkitKt;
import fr.entkit.ffi.Entropy;
import fr.entkit.ffi.Establishment;
import fr.entkit.ffi.Exemption;
import fr.entkit.ffi.KeyRing;
import fr.entkit.ffi.Lang;
import fr.entkit.ffi.LedgerContext;
import fr.entkit.ffi.LedgerOutcome;
import fr.entkit.ffi.LinkContext;
import fr.entkit.ffi.LinkPolicy;
import fr.entkit.ffi.LoginStyle;
import fr.entkit.ffi.MireAnswer;
import fr.entkit.ffi.NamedKey;
import fr.entkit.ffi.NoPassword;
import fr.entkit.ffi.PairingCode;
import fr.entkit.ffi.PairingContext;
import fr.entkit.ffi.PairingOutcome;
import fr.entkit.ffi.PairingPolicy;
import fr.entkit.ffi.PasswordInput;
import fr.entkit.ffi.PasswordRuleSet;
import fr.entkit.ffi.PersonName;
import fr.entkit.ffi.PhoneNumber;
import fr.entkit.ffi.Profile;
import fr.entkit.ffi.PublicOutcome;
import fr.entkit.ffi.Quota;
import fr.entkit.ffi.Region;
import fr.entkit.ffi.RememberedChoice;
import fr.entkit.ffi.StorageSize;
import fr.entkit.ffi.Throttle;
import fr.entkit.ffi.ThrottlePolicy;
import fr.entkit.ffi.Uai;
import fr.entkit.ffi.UnverifiedEmail;
import fr.entkit.ffi.Zone;
import java.time.Clock;
import java.time.Duration;
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
  void portalsAreDefinedAndChosen() throws EntException {
    EntFileException refused =
        assertThrows(EntFileException.class, () -> Ents.parseToml(Ent.Companion, "schema = 2"));
    assertEquals("schema", Ents.getProblems(refused).get(0).getPath());
    assertTrue(!Ents.reason(refused).equals(Ents.reason(refused, Lang.EN)));
    try (Ent ent = Ent.Companion.find("hauts-de-france")) {
      List<String> path = Ents.mireSearch(ent, "collège").get(0).getPath();
      RememberedChoice kept = Ents.rememberChoice(ent, path, null, Device.OWN, 30, CLOCK);
      assertInstanceOf(MireAnswer.Source.class, Ents.recallOrNull(ent, kept.text(), CLOCK));
      assertNull(Ents.recallOrNull(ent, kept.text()));
    }
  }

  @Test
  void passwordsAreChecked() throws EntException {
    char[] typed = "Un*Vélo*bleu*7".toCharArray();
    try (PasswordInput password = Passwords.input(PasswordInput.Companion, typed)) {
      assertTrue(EntkitKt.checkPassword("educonnect", password, null, List.of()).getAccepted());
    }
  }

  @Test
  void rulesAreComparedAndStrengthIsJudged() throws EntException {
    List<PasswordRuleSet> sets =
        List.of(
            PasswordRuleSet.Companion.find("ent-ara"), PasswordRuleSet.Companion.find("educonnect"));
    try (PasswordInput password = Passwords.input(PasswordInput.Companion, "Azerty$69")) {
      assertEquals(List.of("educonnect"), Passwords.compare(sets, password).getAccepted());
      List<ContextWord> words = List.of(Passwords.word(ContextKind.NAME, "Azerty"));
      assertTrue(Passwords.strength(password, words).getScore() <= 2);
    }
    Credential none = Credential.Companion.without(NoPassword.NEVER_ACTIVATED);
    assertEquals(Exemption.NEVER_ACTIVATED, Passwords.exemption(none, CLOCK.instant()));
  }

  @Test
  void identifiersAndZonesAreRead() throws EntException {
    PersonName name = Values.parsePersonName(PersonName.Companion, "Martin", "Zoé");
    assertEquals("z.martin01", Logins.derive(LoginStyle.INITIAL_DOT_FAMILY_NUMBER, name));
    assertEquals(LoginStyle.INITIAL_FAMILY, Codes.loginStyleOrNull(LoginStyle.Companion, "pnom"));
    Zone zone = Zones.parseZoneOrNull(Zone.Companion, "Indian/Reunion");
    assertEquals(12, Zones.localTime(zone, CLOCK.instant()).getHour());
  }

  @Test
  void phonesAndLinksAreDriven() throws EntException {
    Store store = new InMemoryStore();
    KeyRing keys = new KeyRing(new NamedKey("test", new byte[32]), List.of());
    Entropy entropy = Entropy.Companion.system();
    PairingContext phones =
        new PairingContext(PairingPolicy.Companion.mobileActivation(), keys, entropy);
    CommittedPairing issued =
        Stores.drivePairing(
            store,
            "guardian-1",
            CLOCK,
            (pairing, now) -> pairing.issue("guardian-1", "session-1", now, phones, now));
    PairingCode code =
        assertInstanceOf(PairingOutcome.Issued.class, issued.getOutcome()).getCode();
    CommittedPairing redeemed =
        Stores.driveRedemption(
            store,
            code.identifier(),
            "guardian-1",
            CLOCK,
            (pairing, now) ->
                pairing.redeem(code.identifier(), code.printed(), "phone-1", phones, now));
    assertEquals("granted", redeemed.getName());

    LinkContext links = new LinkContext(LinkPolicy.Companion.emailLink(), entropy);
    UnverifiedEmail to = Values.parseUnverifiedEmail(UnverifiedEmail.Companion, "zoe@exemple.fr");
    CommittedLink asked =
        Stores.driveLink(
            store, "guardian-1", CLOCK, (link, now) -> link.request(to, null, links, now));
    assertEquals("send_link", asked.getName());
    assertEquals(Duration.ofHours(24), Views.untilDeadline(asked.getLink(), CLOCK));
  }

  @Test
  void triesAreDriven() throws EntException {
    Store store = new InMemoryStore();
    ThrottlePolicy policy = ThrottlePolicy.Companion.signIn();
    Throttle pupil = Throttle.Companion.signIn("pupil-1");
    CommittedThrottle tried =
        Stores.driveThrottle(store, pupil, CLOCK, (tries, now) -> tries.attempt(policy, now));
    assertTrue(tried.getAllowed());
    CommittedThrottle right =
        Stores.driveThrottle(store, pupil, CLOCK, (tries, now) -> tries.succeed(policy, now));
    assertEquals("taken_back", right.getName());
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
